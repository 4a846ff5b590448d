namespace TriageConsole.Core.Rubrics;

/// <summary>Compares two versions of a rubric criterion by criterion. The key identifies a criterion.</summary>
public static class RubricDifference
{
    /// <summary>The differences in the order of the new version, removed criteria last; empty if the versions are equal.</summary>
    public static IReadOnlyList<RubricChange> Between(RubricDefinition before, RubricDefinition after)
    {
        var changes = new List<RubricChange>();
        Compare(changes, "", "title", before.Title, after.Title, changesMeaning: false);
        Compare(changes, "", "instructions", before.Instructions, after.Instructions, changesMeaning: true);
        Compare(changes, "", "suggestions", before.Suggestions.ToString(), after.Suggestions.ToString(), changesMeaning: false);
        foreach (var criterion in after.Criteria)
        {
            if (before.Find(criterion.Key) is { } old)
                Compare(changes, old, criterion);
            else
                changes.Add(new(criterion.Key, RubricChangeKind.Added, $"new: {criterion.Label}", ChangesMeaning: false));
        }

        foreach (var gone in before.Criteria.Where(c => after.Find(c.Key) is null))
            changes.Add(new(gone.Key, RubricChangeKind.Removed, $"removed: {gone.Label}", ChangesMeaning: false));
        var kept = before.Criteria.Select(c => c.Key).Where(k => after.Find(k) is not null);
        if (!kept.SequenceEqual(after.Criteria.Select(c => c.Key).Where(k => before.Find(k) is not null)))
            changes.Add(new("", RubricChangeKind.Changed, "the order of the questions", ChangesMeaning: false));
        return changes;
    }

    private static void Compare(List<RubricChange> changes, Criterion before, Criterion after)
    {
        var key = after.Key;
        Compare(changes, key, "kind", before.Kind.ToString(), after.Kind.ToString(), changesMeaning: true);
        Compare(changes, key, "scope", before.Scope.ToString(), after.Scope.ToString(), changesMeaning: true);
        Compare(changes, key, "question", before.Label, after.Label, changesMeaning: true);
        Compare(changes, key, "help", before.Help, after.Help, changesMeaning: true);
        Compare(changes, key, "required", Word(before.Required), Word(after.Required), changesMeaning: false);
        Compare(changes, key, "shown if", Condition(before.ShownIf), Condition(after.ShownIf), changesMeaning: true);
        if ((before.Min, before.Max, before.Step ?? 1) != (after.Min, after.Max, after.Step ?? 1))
            Compare(changes, key, "scale", Scale(before), Scale(after), changesMeaning: true);
        CompareChoices(changes, key, "option", Options(before.Options), Options(after.Options));
        CompareChoices(changes, key, "span type", Options(before.SpanTypes), Options(after.SpanTypes));
        CompareChoices(
            changes,
            key,
            "anchor",
            before.Anchors.ToDictionary(a => AnswerValidation.NumberText(a.Value), a => Anchor(a)),
            after.Anchors.ToDictionary(a => AnswerValidation.NumberText(a.Value), a => Anchor(a))
        );
    }

    private static void Compare(List<RubricChange> changes, string key, string part, string? before, string? after, bool changesMeaning)
    {
        if ((before ?? "") == (after ?? ""))
            return;
        changes.Add(new(key, RubricChangeKind.Changed, $"{part}: {Quote(before)} → {Quote(after)}", changesMeaning));
    }

    private static void CompareChoices(
        List<RubricChange> changes,
        string key,
        string part,
        Dictionary<string, string> before,
        Dictionary<string, string> after
    )
    {
        foreach (var (value, text) in after)
        {
            if (!before.TryGetValue(value, out var old))
                changes.Add(new(key, RubricChangeKind.Changed, $"new {part} {value}: {text}", ChangesMeaning: true));
            else
                Compare(changes, key, $"{part} {value}", old, text, changesMeaning: true);
        }

        foreach (var value in before.Keys.Except(after.Keys))
            changes.Add(new(key, RubricChangeKind.Changed, $"{part} {value} was removed", ChangesMeaning: true));
    }

    private static Dictionary<string, string> Options(IReadOnlyList<CriterionOption> options) => options.ToDictionary(o => o.Value, Option);

    private static string Option(CriterionOption o) =>
        string.Join(
            ", ",
            new[]
            {
                o.Label,
                o.Help,
                o.MarksFailure ? "marks a failure" : null,
                o.Severity is { } s ? $"severity {s}" : null,
                o.ErrorType is { } t ? $"error type {t}" : null,
            }.Where(x => !string.IsNullOrEmpty(x))
        );

    private static string Anchor(ScaleAnchor a) => a.MarksFailure ? $"{a.Label}, marks a failure" : a.Label;

    private static string Scale(Criterion c) =>
        c.Min is null && c.Max is null ? "" : $"{Number(c.Min)} to {Number(c.Max)} by {Number(c.Step ?? 1)}";

    private static string Number(double? value) => value is { } v ? AnswerValidation.NumberText(v) : "any";

    private static string Condition(ShownIf? condition) =>
        condition is null ? "" : $"{condition.Criterion} is {string.Join(" or ", condition.In.Order(StringComparer.Ordinal))}";

    private static string Word(bool value) => value ? "yes" : "no";

    private static string Quote(string? text) =>
        string.IsNullOrEmpty(text) ? "nothing"
        : text.Length > 160 ? $"“{text[..160]}…”"
        : $"“{text}”";
}
