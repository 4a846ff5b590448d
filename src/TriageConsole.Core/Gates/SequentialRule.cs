namespace TriageConsole.Core.Gates;

/// <summary>How much evidence a gate asks for. Fixed before the first look, or the intervals do not hold.</summary>
/// <param name="Alpha">Chance of ever being wrong where there is no difference, over all looks; above 0 and under 0.5.</param>
/// <param name="Tuning">Units of both arms at which the interval is narrowest for what it costs: where a decision is planned.</param>
/// <param name="MinUnits">Fewest units an arm before anything passes.</param>
/// <param name="CandidateShare">Share of the traffic the candidate is given, 0..1; null where it is not known.</param>
/// <param name="MinShare">The candidate must be given at least this share.</param>
/// <param name="UnitsPerDay">Units a day, both arms; null where it is not known.</param>
public sealed record SequentialRule(
    double Alpha = 0.05,
    double Tuning = 500,
    long MinUnits = 50,
    double? CandidateShare = null,
    double MinShare = 0.1,
    double? UnitsPerDay = null
)
{
    /// <summary>Fewest units an arm before harm is called: under it a spread cannot be estimated.</summary>
    public const long FewestToFire = 10;

    /// <summary>How long the units take; null where the rate is not known.</summary>
    public double? DaysFor(long? units) => units is { } n && UnitsPerDay > 0 ? n / UnitsPerDay : null;

    /// <summary>Units of both arms until each has its fewest, at the split of the traffic; null where one is given none.</summary>
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
