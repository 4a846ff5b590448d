using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Sampling;

/// <summary>The audit lane: each item at random, whatever is thought of it, with one known probability.</summary>
public static class AuditSample
{
    /// <summary>Independent of the numbers that <see cref="PrioritySample"/> draws from the same seed.</summary>
    /// <param name="items">How many there are.</param>
    /// <param name="probability">Of each, 0..1: its inclusion.</param>
    /// <param name="seed">The same seed takes the same items.</param>
    /// <returns>Indexes of those taken, rising.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range, or the number negative.</exception>
    public static IReadOnlyList<int> Draw(int items, double probability, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability));
        var random = new SeededRandom(seed, 1);
        return [.. Enumerable.Range(0, items).Where(_ => random.NextDouble() < probability)];
    }
}
