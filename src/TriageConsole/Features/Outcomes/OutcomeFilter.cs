using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>What a dashboard looks at. What is not set does not narrow.</summary>
public sealed record OutcomeFilter
{
    /// <summary>The lengths that can be asked for by name; the last is all there is.</summary>
    public static readonly IReadOnlyList<(string Name, string Words, TimeSpan? Length)> Spans =
    [
        ("24h", "24 hours", TimeSpan.FromDays(1)),
        ("7d", "7 days", TimeSpan.FromDays(7)),
        ("30d", "30 days", TimeSpan.FromDays(30)),
        ("90d", "90 days", TimeSpan.FromDays(90)),
        ("all", "all", null),
    ];

    /// <summary>One of <see cref="Spans"/>; a time of its own goes before it.</summary>
    public string Span { get; init; } = "30d";

    public DateTimeOffset? From { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>A release, or where none is named a model as model_id@model_version.</summary>
    public string? Version { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    /// <summary>Minutes of a step, one of the rollups' grains; without one the span decides.</summary>
    public short? Grain { get; init; }

    public bool Holds(Slice slice) =>
        (Version is null || slice.Version == Version)
        && (Segment is null || slice.Segment == Segment)
        && (Country is null || slice.Country == Country);
}

/// <summary>From when to when, in steps of how many minutes.</summary>
/// <param name="From">Included; on a step.</param>
/// <param name="To">Not included; on a step.</param>
/// <param name="Grain">Minutes of a step.</param>
/// <param name="EndsAtLatest">The span ends at the latest event, not now: there is nothing newer in it.</param>
public sealed record OutcomeSpan(DateTimeOffset From, DateTimeOffset To, short Grain, bool EndsAtLatest)
{
    private static readonly TimeSpan Fine = TimeSpan.FromHours(12);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public TimeSpan Step => TimeSpan.FromMinutes(Grain);

    public long Steps => (To - From).Ticks / Step.Ticks;

    /// <summary>The days (UTC) it touches: what is kept by the day is shown for all of them.</summary>
    public DateOnly FirstDay => Day(From);

    public DateOnly LastDay => Day(To.AddTicks(-1));

    /// <summary>A week, or the whole span where it is shorter: what is compared with the same time before.</summary>
    public TimeSpan Period => To - From < Week ? To - From : Week;

    /// <summary>How people call <see cref="Period"/>.</summary>
    public string PeriodWords =>
        Period == Week ? "week"
        : Period == TimeSpan.FromDays(1) ? "24 hours"
        : Length(Period);

    /// <param name="filter">What is asked for.</param>
    /// <param name="first">The first event there is.</param>
    /// <param name="end">Just after the latest.</param>
    /// <param name="now">The time.</param>
    public static OutcomeSpan Of(OutcomeFilter filter, DateTimeOffset? first, DateTimeOffset? end, DateTimeOffset now)
    {
        if (filter.From is { } from || filter.To is not null)
        {
            var until = filter.To ?? now;
            from = filter.From ?? (first < until ? first.Value : until.AddDays(-30));
            if (from >= until)
                until = from.AddDays(1);
            return Aligned(from, until, filter.Grain ?? Choose(until - from), false);
        }

        var length = OutcomeFilter.Spans.FirstOrDefault(s => s.Name == filter.Span).Length;
        if (length is null)
        {
            var (start, last) = (first ?? now.AddDays(-30), end ?? now);
            return Aligned(start, last, filter.Grain ?? Choose(last - start), end is not null);
        }

        var old = end <= now - length;
        var grain = filter.Grain ?? Choose(length.Value);
        var to = TimeWindow.Ceiling(old ? end!.Value : now, grain);
        return new OutcomeSpan(to - length.Value, to, grain, old);
    }

    public DateTimeOffset Floor(DateTimeOffset time) => TimeWindow.Floor(time, Grain);

    private static OutcomeSpan Aligned(DateTimeOffset from, DateTimeOffset to, short grain, bool endsAtLatest) =>
        new(TimeWindow.Floor(from, grain), TimeWindow.Ceiling(to, grain), grain, endsAtLatest);

    private static short Choose(TimeSpan length) =>
        length <= Fine ? Rollup.Window
        : length <= Week ? Rollup.Hour
        : Rollup.Day;

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Length(TimeSpan span) =>
        span.TotalHours >= 36 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days")
        : span.TotalMinutes >= 90 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes");
}
