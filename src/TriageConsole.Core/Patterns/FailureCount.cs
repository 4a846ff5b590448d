namespace TriageConsole.Core.Patterns;

/// <summary>Number of failures among a number of interactions.</summary>
public readonly record struct FailureCount(long Failures, long Interactions)
{
    /// <summary>The failure rate, 0..1; 0 if there are no interactions.</summary>
    public double Rate => Interactions > 0 ? (double)Failures / Interactions : 0;

    /// <summary>Lower bound of the 95 % Wilson interval of the rate.</summary>
    public double Low => PatternStatistics.Wilson(Failures, Interactions).Low;
}
