namespace TriageConsole.Core.Sampling;

/// <summary>The result of a sampling round.</summary>
/// <param name="Items">The selected items, by descending priority.</param>
/// <param name="Entry">
/// The rank priority/u that one more item would need to be selected. 0 if there were free places; infinite if nothing was to be selected.
/// </param>
public sealed record PrioritySampleResult(IReadOnlyList<SelectedItem> Items, double Entry)
{
    /// <summary>
    /// The probability, 0..1, with which this round would have selected an item that it excluded because the audit sample already has it.
    /// </summary>
    public double InclusionOf(double priority) =>
        priority <= 0 ? 0
        : Entry > 0 ? Math.Min(1, priority / Entry)
        : 1;

    /// <summary>
    /// The probability that an item is selected by the audit sample or, if not, by priority: πa + (1 − πa)·πp. It is the weight of all
    /// labels of both samples, whichever sample selected the item.
    /// </summary>
    public static double CombinedProbability(double audit, double priority) => audit + ((1 - audit) * priority);
}
