using System.Globalization;
using TriageConsole.Core.Common;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The period of a dashboard and the length of its steps.</summary>
/// <param name="From">Inclusive, at the start of a step.</param>
/// <param name="To">Exclusive, at the start of a step.</param>
/// <param name="Grain">Minutes per step.</param>
/// <param name="EndsAtLatest">The span ends at the latest event instead of now, because there is no newer event.</param>
public sealed record OutcomeSpan(DateTimeOffset From, DateTimeOffset To, short Grain, bool EndsAtLatest)
{
    private const int MaxSteps = 200;

    /// <summary>The average number of interactions of a step, below which its rate says little.</summary>
    private const int EnoughPerStep = 10;

    private static readonly TimeSpan Fine = TimeSpan.FromHours(12);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public TimeSpan Step => TimeSpan.FromMinutes(Grain);

    public long Steps => (To - From).Ticks / Step.Ticks;

    /// <summary>The days (UTC) of the span. Data per day covers all of them in full.</summary>
    public DateOnly FirstDay => Day(From);

    public DateOnly LastDay => Day(To.AddTicks(-1));

    /// <summary>The period that is compared with the one before: a week, or the whole span if it is shorter.</summary>
    public TimeSpan Period => To - From < Week ? To - From : Week;

    /// <summary><see cref="Period"/> in words.</summary>
    public string PeriodWords =>
        Period == Week ? "week"
        : Period == TimeSpan.FromDays(1) ? "24 hours"
        : Length(Period);

    /// <param name="filter">The filter of the dashboard.</param>
    /// <param name="first">The time of the first event.</param>
    /// <param name="end">The time just after the latest event.</param>
    /// <param name="now">The current time.</param>
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

    /// <summary>
    /// The same period with steps that fit its data: as fine as the traffic between the first and the last event allows.
    /// </summary>
    /// <param name="interactions">The interactions of the period.</param>
    /// <param name="first">The time of the first event.</param>
    /// <param name="end">The time just after the latest event.</param>
    public OutcomeSpan Fitting(long interactions, DateTimeOffset? first, DateTimeOffset? end)
    {
        var (start, stop) = (first > From ? first.Value : From, end < To ? end.Value : To);
        foreach (var grain in new[] { Rollup.Window, Rollup.Hour })
        {
            var steps = Math.Max(1, (stop - start).TotalMinutes / grain);
            if (steps <= MaxSteps && interactions / steps >= EnoughPerStep)
                return Aligned(From, To, grain, EndsAtLatest);
        }

        return Aligned(From, To, Rollup.Day, EndsAtLatest);
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
