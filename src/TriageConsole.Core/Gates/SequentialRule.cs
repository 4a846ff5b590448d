namespace TriageConsole.Core.Gates;

/// <summary>The evidence that a gate requires. It must be fixed before the first look, otherwise the intervals are not valid.</summary>
/// <param name="Alpha">Probability of a wrong decision if there is no difference, over all looks; above 0 and below 0.5.</param>
/// <param name="Tuning">Number of units of both arms at which a decision is planned. The interval is narrowest there.</param>
/// <param name="MinUnits">Minimum number of units per arm before a gate can pass.</param>
/// <param name="CandidateShare">Share of the traffic that the candidate gets, 0..1; null if unknown.</param>
/// <param name="MinShare">Minimum share of the traffic for the candidate, 0..1.</param>
/// <param name="UnitsPerDay">Units of both arms per day; null if unknown.</param>
public sealed record SequentialRule(
    double Alpha = 0.05,
    double Tuning = 500,
    long MinUnits = 50,
    double? CandidateShare = null,
    double MinShare = 0.1,
    double? UnitsPerDay = null
)
{
    /// <summary>Minimum number of units per arm before a gate can fail. With fewer, the spread cannot be estimated.</summary>
    public const long FewestToFire = 10;

    /// <summary>Number of days for these units; null if the rate is unknown.</summary>
    public double? DaysFor(long? units) => units is { } n && UnitsPerDay > 0 ? n / UnitsPerDay : null;

    /// <summary>Units of both arms until each has its minimum, at the split of the traffic; null if one arm gets none.</summary>
    internal long? UnitsToFewest(long live, long candidate)
    {
        var (a, b) = (Math.Max(0, MinUnits - live), Math.Max(0, MinUnits - candidate));
        if (a == 0 && b == 0)
            return 0;
        var share = CandidateShare ?? (live + candidate > 0 ? (double)candidate / (live + candidate) : 0.5);
        var units = Math.Max(a == 0 ? 0 : a / (1 - share), b == 0 ? 0 : b / share);
        return units < 1e15 ? (long)Math.Ceiling(units - 1e-9) : null;
    }
}
