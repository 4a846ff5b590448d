using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>Builds reports of patterns and searches for pages and the API.</summary>
internal static class PatternReports
{
    private const int TrendDays = 60;

    public static async Task<SearchReport?> SearchOfAsync(TriageDbContext db, long workflowId, CancellationToken cancellationToken) =>
        await db.PatternRuns.AsNoTracking().SingleOrDefaultAsync(r => r.WorkflowId == workflowId, cancellationToken) is { } run
            ? new SearchReport(
                run.FinishedAt,
                run.Milliseconds,
                run.Interactions,
                run.Failures,
                run.Tested,
                run.PeriodFrom,
                run.PeriodTo,
                JsonSerializer.Deserialize<List<string>>(run.Notes)!
            )
            : null;

    public static async Task<IReadOnlyList<PatternReport>> ReportsAsync(
        TriageDbContext db,
        IReadOnlyList<FailurePattern> patterns,
        CancellationToken cancellationToken
    )
    {
        var ids = patterns.Select(p => p.Id).ToArray();
        var days = (
            await db.PatternDays.AsNoTracking().Where(d => ids.Contains(d.PatternId)).OrderBy(d => d.Day).ToListAsync(cancellationToken)
        ).ToLookup(d => d.PatternId, d => new TrendDay(d.Day, d.Interactions, d.Failures));
        return [.. patterns.Select(p => Report(p, [.. days[p.Id].TakeLast(TrendDays)]))];
    }

    public static PatternReport Report(FailurePattern p, IReadOnlyList<TrendDay> trend) =>
        new(
            p.Id,
            p.Name,
            PatternTerms.Parse(p.Terms).Terms,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(p.State.ToString()),
            p.Owner?.DisplayName,
            p.IsCurrent,
            p.Rank,
            p.FirstSeenAt,
            p.LastSeenAt,
            p.FixedAt,
            p.Interactions,
            p.Failures,
            p.AllFailures == 0 ? 0 : (double)p.Failures / p.AllFailures,
            p.Rate,
            p.RateLow,
            p.RateHigh,
            p.RestRate,
            p.P,
            p.Score,
            p.SliceLineScore,
            p.OutcomeMetric,
            p.OutcomeCount,
            p.OutcomeMean,
            p.RestOutcomeMean,
            p.IsOutcomeShare,
            p.ShrunkGap,
            p.WeeklyVolume,
            p.Impact,
            p.Labeled,
            Word((ErrorClass)p.ErrorClass),
            p.ErrorClassReason,
            p.ActionKey,
            p.Action,
            trend,
            p.OwnerId,
            p is { SnoozedUntil: null, WakeFailures: null } ? null : new PatternSnooze(p.SnoozedUntil, p.WakeFailures)
        );

    /// <summary>One of one-off, systematic, conceptual.</summary>
    public static string Word(ErrorClass errorClass) =>
        errorClass == ErrorClass.OneOff ? "one-off" : errorClass.ToString().ToLowerInvariant();

    public static string Named(string? release, string? modelId, string modelVersion) =>
        $"{(release is null ? "" : release + " · ")}{(modelId is null ? modelVersion : $"{modelId}@{modelVersion}")}";
}
