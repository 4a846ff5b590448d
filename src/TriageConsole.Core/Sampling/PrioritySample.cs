using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Sampling;

/// <summary>One item that was drawn.</summary>
/// <param name="Item">Its index.</param>
/// <param name="Inclusion">The probability with which the draw took it, in (0, 1]: what unbiased estimates divide by.</param>
public readonly record struct DrawnItem(int Item, double Inclusion);

/// <summary>What a draw took.</summary>
/// <param name="Items">In falling order of priority.</param>
/// <param name="Entry">The rank priority/u that one more item would have had to beat; 0 where there was room, infinite where nothing was drawn.</param>
public sealed record PriorityLane(IReadOnlyList<DrawnItem> Items, double Entry)
{
    /// <summary>The probability that an item kept out of the draw, because another lane has it already, would have had in it, 0..1.</summary>
    public double InclusionOf(double priority) =>
        priority <= 0 ? 0
        : Entry > 0 ? Math.Min(1, priority / Entry)
        : 1;

    /// <summary>
    /// Probability of an item that comes by the audit lane, or, where that did not take it, by priority: πa + (1 − πa)·πp. All labels of both lanes
    /// are weighed by it, whichever lane they came by.
    /// </summary>
    public static double EitherLane(double audit, double priority) => audit + ((1 - audit) * priority);
}

/// <summary>
/// Draws a fixed number of items, the important ones nearly surely, and knows each one's probability. Source: N. Duffield, C. Lund and
/// M. Thorup, "Priority sampling for estimation of arbitrary subset sums", 2007.
/// </summary>
public static class PrioritySample
{
    /// <summary>The largest priority/u for a uniform u of each item; the threshold τ is the next one, the probability min(1, priority/τ).</summary>
    /// <param name="priorities">Zero or more each; an item of zero is never drawn.</param>
    /// <param name="count">How many to draw; all that are above zero where there are no more.</param>
    /// <param name="seed">The same seed draws the same items.</param>
    /// <returns>In falling order of priority.</returns>
    /// <exception cref="ArgumentException">A priority is negative or not finite.</exception>
    public static IReadOnlyList<DrawnItem> Draw(IReadOnlyList<double> priorities, int count, int seed) =>
        DrawLane(priorities, count, seed).Items;

    /// <summary>The same, with what is needed to know the probability of an item that was not in the draw.</summary>
    /// <exception cref="ArgumentException">A priority is negative or not finite.</exception>
    public static PriorityLane DrawLane(IReadOnlyList<double> priorities, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (priorities.Any(p => !(p >= 0) || double.IsInfinity(p)))
            throw new ArgumentException("A priority must be zero or more.", nameof(priorities));
        var random = new SeededRandom(seed, 0);
        // Each item draws its number, also those of zero: an item's fate does not hang on others' being there.
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
            .Select(i => new DrawnItem(i.item, threshold > 0 ? Math.Min(1, i.priority / threshold) : 1))
            .ToList();
        return new PriorityLane(
            items,
            count == 0 ? double.PositiveInfinity
                : ranked.Count < count ? 0
                : ranked[count - 1].rank
        );
    }
}
