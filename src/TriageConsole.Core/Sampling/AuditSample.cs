using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Sampling;

/// <summary>The audit sample: a random selection of all items with one known probability, independent of their suspicion scores.</summary>
public static class AuditSample
{
    /// <summary>Draws the sample. It is independent of <see cref="PrioritySample"/> with the same seed.</summary>
    /// <param name="items">Number of items, 0 or more.</param>
    /// <param name="probability">Selection probability of each item, 0..1.</param>
    /// <param name="seed">The same seed selects the same items.</param>
    /// <returns>Indexes of the selected items, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range, or the number is negative.</exception>
    public static IReadOnlyList<int> Draw(int items, double probability, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability));
        var random = new SeededRandom(seed, 1);
        return [.. Enumerable.Range(0, items).Where(_ => random.NextDouble() < probability)];
    }
}
