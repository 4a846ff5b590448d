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
            void Say(string problem) => problems.Add($"criteria[{i}] \"{criterion.Key}\": {problem}");
            CheckParts(criterion, Say);
            CheckScale(criterion, Say);
            CheckShownIf(criterion, earlier, Say);
            if (!earlier.TryAdd(criterion.Key, criterion))
                Say("an earlier criterion has the same key");
        }
    }

    private static void CheckParts(Criterion criterion, Action<string> say)
    {
        var chooses = criterion.Kind is CriterionKind.OneOf or CriterionKind.ManyOf;
        if (chooses && criterion.Options.Count < 2)
            say("needs at least two options");
        if (criterion.Kind == CriterionKind.YesNo && criterion.Options.Any(o => o.Value is not ("yes" or "no")))
            say("options of a yes_no are \"yes\" and \"no\" only");
        if (!chooses && criterion.Kind != CriterionKind.YesNo && criterion.Options.Count > 0)
            say("options belong to one_of, many_of and yes_no only");
        if (criterion.Options.Select(o => o.Value).Distinct().Count() < criterion.Options.Count)
            say("two options have the same value");
        if (criterion.Kind == CriterionKind.Spans && criterion.SpanTypes.Count == 0)
            say("needs span_types");
        if (criterion.Kind != CriterionKind.Spans && criterion.SpanTypes.Count > 0)
            say("span_types belong to spans only");
        if (criterion.SpanTypes.Select(o => o.Value).Distinct().Count() < criterion.SpanTypes.Count)
            say("two span_types have the same value");
    }

    private static void CheckScale(Criterion criterion, Action<string> say)
    {
        var ordinal = criterion.Kind == CriterionKind.Ordinal;
        if (!ordinal && criterion.Anchors.Count > 0)
            say("anchors belong to ordinal only");
        if (!ordinal && criterion.Kind != CriterionKind.Number)
        {
            if (criterion.Min is not null || criterion.Max is not null || criterion.Step is not null)
                say("min, max and step belong to ordinal and number only");
            return;
        }

        if (ordinal && (criterion.Min is null || criterion.Max is null))
            say("an ordinal needs min and max");
        if (criterion is { Min: { } min, Max: { } max } && min >= max)
            say("min must be below max");
        if (criterion.Step is <= 0)
            say("step must be above zero");
        if (!ordinal || criterion is not { Min: { } least, Max: { } most } || criterion.Step is <= 0)
            return;
        if ((most - least) / (criterion.Step ?? 1) >= RubricParser.MaxOptions)
            say($"the scale has more than {RubricParser.MaxOptions} steps");
        else if (criterion.Anchors.Any(a => !criterion.ScaleSteps().Any(s => Math.Abs(s - a.Value) < 1e-9)))
            say("an anchor is not a step of the scale");
    }

    private static void CheckShownIf(Criterion criterion, Dictionary<string, Criterion> earlier, Action<string> say)
    {
        if (criterion.ShownIf is not { } condition)
            return;
        if (!earlier.TryGetValue(condition.Criterion, out var other))
        {
            say($"shown_if refers to \"{condition.Criterion}\", which is not an earlier criterion");
            return;
        }

        var possible = other.Kind switch
        {
            CriterionKind.YesNo => ["yes", "no"],
            CriterionKind.OneOf or CriterionKind.ManyOf => other.Options.Select(o => o.Value),
            CriterionKind.Ordinal => other.ScaleSteps().Select(AnswerValidation.NumberText),
            CriterionKind.Preference => ["this", "other", "tie"],
            _ => null,
        };
        if (possible is null)
            say($"shown_if can depend on choices and scales only, and \"{other.Key}\" is neither");
        else if (condition.In.Except(possible).ToList() is { Count: > 0 } never)
            say($"shown_if expects {string.Join(", ", never.Select(v => $"\"{v}\""))}, which \"{other.Key}\" cannot have as an answer");
    }
}
