namespace TriageConsole.Core.Rubrics;

/// <summary>Checks the relations between the parts of a rubric whose fields are all well-formed.</summary>
internal static class RubricChecks
{
    public static void Check(RubricDefinition rubric, List<string> problems)
    {
        var earlier = new Dictionary<string, Criterion>();
        for (var i = 0; i < rubric.Criteria.Count; i++)
        {
            var criterion = rubric.Criteria[i];
            void Report(string problem) => problems.Add($"criteria[{i}] \"{criterion.Key}\": {problem}");
            CheckParts(criterion, Report);
            CheckScale(criterion, Report);
            CheckShownIf(criterion, earlier, Report);
            if (
                criterion is
                { Scope: CriterionScope.Turn, Kind: CriterionKind.Spans or CriterionKind.Correction or CriterionKind.Preference }
            )
                Report("spans, correction and preference are about the response, so their scope is interaction");
            if (!earlier.TryAdd(criterion.Key, criterion))
                Report("an earlier criterion has the same key");
        }
    }

    private static void CheckParts(Criterion criterion, Action<string> report)
    {
        var chooses = criterion.Kind is CriterionKind.OneOf or CriterionKind.ManyOf;
        if (chooses && criterion.Options.Count < 2)
            report("needs at least two options");
        if (criterion.Kind == CriterionKind.YesNo && criterion.Options.Any(o => o.Value is not ("yes" or "no")))
            report("options of a yes_no are \"yes\" and \"no\" only");
        if (!chooses && criterion.Kind != CriterionKind.YesNo && criterion.Options.Count > 0)
            report("options belong to one_of, many_of and yes_no only");
        if (criterion.Options.Select(o => o.Value).Distinct().Count() < criterion.Options.Count)
            report("two options have the same value");
        if (criterion.Kind == CriterionKind.Spans && criterion.SpanTypes.Count == 0)
            report("needs span_types");
        if (criterion.Kind != CriterionKind.Spans && criterion.SpanTypes.Count > 0)
            report("span_types belong to spans only");
        if (criterion.SpanTypes.Select(o => o.Value).Distinct().Count() < criterion.SpanTypes.Count)
            report("two span_types have the same value");
    }

    private static void CheckScale(Criterion criterion, Action<string> report)
    {
        var ordinal = criterion.Kind == CriterionKind.Ordinal;
        if (!ordinal && criterion.Anchors.Count > 0)
            report("anchors belong to ordinal only");
        if (!ordinal && criterion.Kind != CriterionKind.Number)
        {
            if (criterion.Min is not null || criterion.Max is not null || criterion.Step is not null)
                report("min, max and step belong to ordinal and number only");
            return;
        }

        if (ordinal && (criterion.Min is null || criterion.Max is null))
            report("an ordinal needs min and max");
        if (criterion is { Min: { } min, Max: { } max } && min >= max)
            report("min must be below max");
        if (criterion.Step is <= 0)
            report("step must be above zero");
        if (!ordinal || criterion is not { Min: { } least, Max: { } most } || criterion.Step is <= 0)
            return;
        if ((most - least) / (criterion.Step ?? 1) >= RubricParser.MaxOptions)
            report($"the scale has more than {RubricParser.MaxOptions} steps");
        else if (criterion.Anchors.Any(a => !criterion.ScaleSteps().Any(s => Math.Abs(s - a.Value) < 1e-9)))
            report("an anchor is not a step of the scale");
    }

    private static void CheckShownIf(Criterion criterion, Dictionary<string, Criterion> earlier, Action<string> report)
    {
        if (criterion.ShownIf is not { } condition)
            return;
        if (!earlier.TryGetValue(condition.Criterion, out var other))
        {
            report($"shown_if refers to \"{condition.Criterion}\", which is not an earlier criterion");
            return;
        }

        if (other.Scope == CriterionScope.Turn && criterion.Scope != CriterionScope.Turn)
            report($"shown_if refers to \"{other.Key}\", which has an answer for each turn; only criteria of scope turn can depend on it");

        var possible = other.Kind switch
        {
            CriterionKind.YesNo => ["yes", "no"],
            CriterionKind.OneOf or CriterionKind.ManyOf => other.Options.Select(o => o.Value),
            CriterionKind.Ordinal => other.ScaleSteps().Select(AnswerValidation.NumberText),
            CriterionKind.Preference => ["this", "other", "tie"],
            _ => null,
        };
        if (possible is null)
            report($"shown_if can depend on choices and scales only, and \"{other.Key}\" is neither");
        else if (condition.In.Except(possible).ToList() is { Count: > 0 } never)
            report($"shown_if expects {string.Join(", ", never.Select(v => $"\"{v}\""))}, which \"{other.Key}\" cannot have as an answer");
    }
}
