using System.Text.Json.Serialization;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// A pattern with its figures. Rates are the shares of interactions that need review, with a 95 % Wilson interval.
/// <paramref name="Impact"/>: the estimated loss per week.
/// </summary>
public sealed record PatternReport(
    long Id,
    string Name,
    IReadOnlyList<NamedTerm> Terms,
    string State,
    string? Owner,
    bool Current,
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
    bool IsOutcomeShare,
    double? ShrunkGap,
    double WeeklyVolume,
    double Impact,
    int Labeled,
    string ErrorClass,
    string ErrorClassReason,
    string ActionKey,
    string Action,
    IReadOnlyList<TrendDay> Trend,
    [property: JsonIgnore] long? OwnerId = null,
    [property: JsonIgnore] PatternSnooze? Snooze = null
);
