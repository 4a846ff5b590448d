using TriageConsole.Core.Patterns;

namespace TriageConsole.Core.Evaluation;

/// <summary>A pass rate with its 95 % Wilson interval.</summary>
/// <param name="Passes">Number of items that pass.</param>
/// <param name="Items">Number of decided items.</param>
public readonly record struct PassShare(int Passes, int Items)
{
    /// <summary>The pass rate, 0..1; null if there are no decided items.</summary>
    public double? Rate => Items == 0 ? null : (double)Passes / Items;

    /// <summary>Lower bound of the Wilson interval.</summary>
    public double Low => PatternStatistics.Wilson(Passes, Items).Low;

    /// <summary>Upper bound of the Wilson interval.</summary>
    public double High => PatternStatistics.Wilson(Passes, Items).High;
}
