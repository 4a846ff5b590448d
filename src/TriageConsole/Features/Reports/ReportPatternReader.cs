using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Patterns;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports;

/// <summary>Reads the patterns that were fixed, regressed, or are new in a week, with their failures in both weeks.</summary>
internal static class ReportPatternReader
{
    private const int Max = 20;
    private const string ToFixed = "→ fixed";
    private const string FromRegressed = "regressed →";

    public static async Task<IReadOnlyList<ReportPattern>> ReadAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        (string? Metric, bool LowerIsBetter) own,
        IsoWeek week,
        IReadOnlyList<ReportRelease> releases,
        CancellationToken cancellationToken
    )
    {
        var found = await ChangedAsync(db, workflow, week, cancellationToken);
        if (found.Count == 0)
            return [];
        var ids = found.Select(p => p.Pattern.Id).ToArray();
        var (from, middle, to) = (week.Previous.FirstDay, week.FirstDay, week.LastDay);
        var days = await db
            .PatternDays.Where(d => ids.Contains(d.PatternId) && d.Day >= from && d.Day <= to)
            .GroupBy(d => new { d.PatternId, IsNow = d.Day >= middle })
            .Select(g => new
            {
                g.Key.PatternId,
                g.Key.IsNow,
                Interactions = g.Sum(d => d.Interactions),
                Failures = g.Sum(d => d.Failures),
            })
            .ToDictionaryAsync(d => (d.PatternId, d.IsNow), d => (d.Interactions, d.Failures), cancellationToken);
        var (failuresBefore, failuresNow) = await FailureTotals.ReadAsync(
            db,
            workflow.Id,
            own,
            week.Previous.Start,
            week.Start,
            week.End,
            cancellationToken
        );
        return
        [
            .. found.Select(f =>
            {
                var (before, now) = (days.GetValueOrDefault((f.Pattern.Id, false)), days.GetValueOrDefault((f.Pattern.Id, true)));
                var d = WeekDifference.OfFailures(before.Failures, before.Interactions, now.Failures, now.Interactions);
                return new ReportPattern(
                    f.Pattern.Id,
                    f.Pattern.Name,
                    f.Kind,
                    f.At,
                    f.By,
                    ReportPatternWeek.Of(before.Interactions, before.Failures, failuresBefore),
                    ReportPatternWeek.Of(now.Interactions, now.Failures, failuresNow),
                    d.Difference,
                    d.Verdict,
                    [.. releases.Where(r => r.Names(f.Pattern.Name, f.Terms)).Select(r => r.Name)],
                    PatternWords.Address(workflow, f.Pattern.Id)
                );
            }),
        ];
    }

    /// <summary>The latest first. If there are many, those with the largest weekly impact.</summary>
    private static async Task<List<Changed>> ChangedAsync(
        TriageDbContext db,
        WorkflowRef workflow,
        IsoWeek week,
        CancellationToken cancellationToken
    )
    {
        var (start, end) = (week.Start, week.End);
        var events = db.PatternEvents.Where(e => e.Kind == PatternEventKind.Status && e.At >= start && e.At < end);
        var patterns = await db
            .FailurePatterns.AsNoTracking()
            .Where(p =>
                p.TenantId == workflow.TenantId
                && p.WorkflowId == workflow.Id
                && (
                    (p.FixedAt >= start && p.FixedAt < end)
                    || (p.State == PatternState.Regressed && p.StateChangedAt >= start && p.StateChangedAt < end)
                    // A pattern that no search found again was never more than a candidate.
                    || (p.FirstSeenAt >= start && p.FirstSeenAt < end && (p.IsCurrent || p.State != PatternState.New))
                    || events.Any(e => e.PatternId == p.Id)
                )
            )
            .ToListAsync(cancellationToken);
        var ids = patterns.ConvertAll(p => p.Id);
        var notes = (await events.AsNoTracking().Where(e => ids.Contains(e.PatternId)).ToListAsync(cancellationToken)).ToLookup(e =>
            e.PatternId
        );
        return
        [
            .. patterns
                .Select(p => Of(p, [.. notes[p.Id]], week))
                .OfType<Changed>()
                .OrderByDescending(c => c.Pattern.Impact)
                .Take(Max)
                .OrderByDescending(c => c.At)
                .ThenBy(c => c.Pattern.Id),
        ];
    }

    /// <summary>
    /// The latest of what happened in the week. A regression whose status was changed since is not stored with its own time, so it counts
    /// when its status was changed.
    /// </summary>
    private static Changed? Of(FailurePattern p, List<PatternEvent> notes, IsoWeek week)
    {
        var terms = PatternTerms.Parse(p.Terms);
        List<Changed> all =
        [
            .. notes
                .Where(e => e.Text.EndsWith(ToFixed, StringComparison.Ordinal))
                .Select(e => new Changed(p, terms, ReportPatternKind.Fixed, e.At, e.Person)),
            .. notes
                .Where(e => e.Text.StartsWith(FromRegressed, StringComparison.Ordinal))
                .Where(e => !e.Text.EndsWith(ToFixed, StringComparison.Ordinal))
                .Select(e => new Changed(p, terms, ReportPatternKind.Regressed, e.At, e.Person)),
        ];
        if (p.FixedAt is { } at && Holds(at) && all.Count == 0)
            all.Add(new Changed(p, terms, ReportPatternKind.Fixed, at, p.State == PatternState.Fixed ? p.StateChangedBy ?? "" : ""));
        if (p.State == PatternState.Regressed && p.StateChangedAt is { } found && Holds(found))
            all.Add(new Changed(p, terms, ReportPatternKind.Regressed, found, p.StateChangedBy ?? ""));
        if (Holds(p.FirstSeenAt) && (p.IsCurrent || p.State != PatternState.New))
            all.Add(new Changed(p, terms, ReportPatternKind.New, p.FirstSeenAt, ""));
        return all.OrderByDescending(c => c.At).FirstOrDefault();

        bool Holds(DateTimeOffset time) => time >= week.Start && time < week.End;
    }

    private sealed record Changed(FailurePattern Pattern, PatternTerms Terms, ReportPatternKind Kind, DateTimeOffset At, string By);
}
