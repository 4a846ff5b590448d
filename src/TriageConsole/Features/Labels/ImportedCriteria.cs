using TriageConsole.Core.Rubrics;

namespace TriageConsole.Features.Labels;

/// <summary>
/// The criteria of the imported labels. An unknown key becomes a criterion, and an unknown word becomes an option.
/// </summary>
internal static class ImportedCriteria
{
    /// <summary>With more distinct words a criterion is free text.</summary>
    private const int MaxOptions = RubricParser.MaxOptions;

    /// <summary>Adds what the answers need.</summary>
    public static RubricDefinition Grow(RubricDefinition definition, IReadOnlyList<LabelLine> lines, ImportScopes scopes)
    {
        var criteria = definition.Criteria.ToList();
        foreach (var answers in lines.GroupBy(l => l.Criterion).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var at = criteria.FindIndex(c => c.Key == answers.Key);
            var known = at < 0 ? null : criteria[at];
            var grown = Grow(known, answers.Key, [.. answers]);
            if (grown.Scope != scopes.Of(answers.Key))
                grown = grown with { Scope = scopes.Of(answers.Key) };
            if (at < 0)
                criteria.Add(grown);
            else
                criteria[at] = grown;
        }

        return definition with
        {
            Criteria = criteria,
        };
    }

    private static Criterion Grow(Criterion? known, string key, List<LabelLine> answers)
    {
        if (known?.Kind is CriterionKind.Text)
            return known;
        if (known?.Kind is CriterionKind.Number && answers.All(a => a.Numeric is not null))
            return known;
        if (known?.Kind is null or CriterionKind.Ordinal && answers.All(a => a.Numeric is not null))
            return Scale(known, key, answers);
        // Words, or a mix of words and numbers.
        var words = (known?.Options.Select(o => o.Value) ?? [])
            .Concat(known is null ? [] : known.ScaleSteps().Select(AnswerValidation.NumberText))
            .Concat(answers.Select(a => a.Value).Order(StringComparer.Ordinal))
            .Distinct()
            .ToList();
        return words.Count > MaxOptions || words.Any(w => w.Length > 200)
            ? new Criterion
            {
                Key = key,
                Kind = CriterionKind.Text,
                Label = key,
            }
            : new Criterion
            {
                Key = key,
                Kind = CriterionKind.OneOf,
                Label = key,
                Options = words.ConvertAll(w => known?.Options.FirstOrDefault(o => o.Value == w) ?? new CriterionOption(w, w)),
            };
    }

    private static Criterion Scale(Criterion? known, string key, List<LabelLine> answers)
    {
        var min = Math.Min(known?.Min ?? double.MaxValue, answers.Min(a => a.Numeric!.Value));
        var max = Math.Max(known?.Max ?? double.MinValue, answers.Max(a => a.Numeric!.Value));
        // Integers within a small range are a scale, other values are a number.
        var isScale = answers.All(a => a.Numeric!.Value == Math.Floor(a.Numeric.Value)) && max - min < MaxOptions;
        return !isScale
                ? new Criterion
                {
                    Key = key,
                    Kind = CriterionKind.Number,
                    Label = key,
                }
            : known is not null && known.Min == min && known.Max == max ? known
            : new Criterion
            {
                Key = key,
                Kind = CriterionKind.Ordinal,
                Label = key,
                Min = min,
                Max = max == min ? min + 1 : max,
            };
    }
}
