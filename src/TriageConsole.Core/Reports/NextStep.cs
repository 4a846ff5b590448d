namespace TriageConsole.Core.Reports;

/// <summary>Something to do, with its reason.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The step: a verb and an object.</param>
/// <param name="Why">The figures behind it.</param>
/// <param name="Link">The address of the page where it is done, without a leading slash.</param>
/// <param name="Value">What it can recover per week, in value; 0 if unknown. It orders steps of one kind.</param>
public sealed record NextStep(NextStepKind Kind, string Text, string Why, string Link, double Value = 0)
{
    /// <summary>
    /// The order of a list: by kind, in a kind the largest value first, then by text so that equal steps keep their order. At most
    /// <paramref name="max"/>.
    /// </summary>
    public static IReadOnlyList<NextStep> Rank(IEnumerable<NextStep> steps, int max) =>
        [.. steps.OrderBy(s => s.Kind).ThenByDescending(s => s.Value).ThenBy(s => s.Text, StringComparer.Ordinal).Take(max)];
}
