using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// A pattern with its figures. Rates are of questionable interactions; the interval is Wilson's at 95 %. <paramref name="Impact"/> is lost
/// value a week.
/// </summary>
public sealed record PatternReport(
    long Id,
    string Name,
    IReadOnlyList<NamedTerm> Terms,
    string State,
    string? Owner,
    bool InForce,
    int Rank,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    DateTimeOffset? FixedAt,
    long Interactions,
    long Failures,
    double ShareOfFailures,
    double Rate,
    double RateLow,
    double RateHigh,
    double RestRate,
    double P,
    double Score,
    double SliceLineScore,
    string? OutcomeMetric,
    long OutcomeCount,
    double? OutcomeMean,
    double? RestOutcomeMean,
    double? ShrunkGap,
    double WeeklyVolume,
    double Impact,
    int Labeled,
    string ErrorClass,
    string ErrorClassReason,
    string ActionKey,
    string Action,
    IReadOnlyList<TrendDay> Trend
);
