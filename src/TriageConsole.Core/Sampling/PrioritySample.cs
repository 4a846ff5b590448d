using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Sampling;

/// <summary>
/// Selects a fixed number of items with known probabilities; items with a high priority are almost certain to be selected. Source:
/// N. Duffield, C. Lund and M. Thorup, "Priority sampling for estimation of arbitrary subset sums", 2007.
/// </summary>
public static class PrioritySample
{
    /// <summary>
    /// Selects the items with the largest priority/u, with a uniform u per item. The threshold τ is the next largest one; the selection
    /// probability is min(1, priority/τ).
    /// </summary>
    /// <param name="priorities">0 or more each; an item with priority 0 is never selected.</param>
    /// <param name="count">Number of items to select. If fewer have a priority above 0, all of those are selected.</param>
    /// <param name="seed">The same seed selects the same items.</param>
    /// <returns>The selected items, by descending priority.</returns>
    /// <exception cref="ArgumentException">A priority is negative or not finite, or the count is negative.</exception>
    public static IReadOnlyList<SelectedItem> Draw(IReadOnlyList<double> priorities, int count, int seed) =>
        DrawRound(priorities, count, seed).Items;

    /// <summary>The same, with the data to compute the probability of an item that was not a candidate of the round.</summary>
    /// <exception cref="ArgumentException">A priority is negative or not finite, or the count is negative.</exception>
    public static PrioritySampleResult DrawRound(IReadOnlyList<double> priorities, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (priorities.Any(p => !(p >= 0) || double.IsInfinity(p)))
            throw new ArgumentException("A priority must be finite, zero or more.", nameof(priorities));
        var random = new SeededRandom(seed, 0);
        // Items with priority 0 draw a number too, so that the number of an item does not depend on the priorities of others.
        var ranked = priorities
            .Select((priority, item) => (item, priority, rank: priority / (1 - random.NextDouble())))
            .Where(i => i.priority > 0)
            .OrderByDescending(i => i.rank)
            .ThenBy(i => i.item)
            .Take(count + 1)
            .ToList();
        var threshold = ranked.Count > count ? ranked[count].rank : 0;
        var items = ranked
            .Take(count)
            .OrderByDescending(i => i.priority)
            .ThenBy(i => i.item)
            .Select(i => new SelectedItem(i.item, threshold > 0 ? Math.Min(1, i.priority / threshold) : 1))
            .ToList();
        return new PrioritySampleResult(
            items,
            count == 0 ? double.PositiveInfinity
                : ranked.Count < count ? 0
                : ranked[count - 1].rank
        );
    }
}
