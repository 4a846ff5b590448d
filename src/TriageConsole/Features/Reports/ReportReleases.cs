using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Reports;
using TriageConsole.Data;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Reports;

/// <summary>Reads the promotions, rollbacks and experiments of a week.</summary>
internal sealed class ReportReleases(TriageDbContext db, WorkflowRef workflow, IsoWeek week)
{
    private const int Max = 40;

    /// <summary>The changes of releases, and the releases that changed.</summary>
    public async Task<(IReadOnlyList<ReportChange> Changes, IReadOnlyList<ReportRelease> Releases)> ReadAsync(
        CancellationToken cancellationToken
    )
    {
        var (start, end) = (week.Start, week.End);
        var moves = await (
            from t in db.ReleaseTransitions.AsNoTracking()
            join r in db.Releases on t.ReleaseId equals r.Id
            where r.TenantId == workflow.TenantId && r.WorkflowId == workflow.Id && t.At >= start && t.At < end
            orderby t.At, t.ReleaseId, t.Number
            select new
            {
                Move = t,
                r.Name,
                r.Notes,
            }
        )
            .Take(Max)
            .ToListAsync(cancellationToken);
        var ids = moves.Select(m => m.Move.ReleaseId).Distinct().ToArray();
        var versions = (
            await db
                .ReleaseComponents.Where(c => ids.Contains(c.ReleaseId))
                .Select(c => new
                {
                    c.ReleaseId,
                    c.Name,
                    c.ComponentVersion!.Version,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(c => c.ReleaseId);
        var monitors = (
            await db
                .ReleaseMonitors.Where(m => m.WorkflowId == workflow.Id && ids.Contains(m.ReleaseId))
                .Select(ReleaseReader.AsRow(db))
                .ToListAsync(cancellationToken)
        ).ToLookup(m => m.ReleaseId);
        var changes = moves
            .Select(m => Of(m.Move, m.Name, monitors[m.Move.ReleaseId].OrderByDescending(w => w.StartedAt).FirstOrDefault()?.Evidence))
            .OfType<ReportChange>()
            .Concat(await ExperimentsAsync(cancellationToken))
            .ToList();
        return (
            changes,
            [
                .. moves
                    .GroupBy(m => m.Move.ReleaseId)
                    .Select(g => new ReportRelease(
                        g.First().Name,
                        versions[g.Key].SelectMany(v => new[] { v.Version, $"{v.Name}@{v.Version}" }).ToHashSet(StringComparer.Ordinal),
                        [g.First().Notes, .. g.SelectMany(m => new[] { m.Move.Reason, m.Move.OverrideReason ?? "" })]
                    )),
            ]
        );
    }

    /// <summary>Null for transitions that follow from another one, or that decide nothing.</summary>
    private ReportChange? Of(ReleaseTransition move, string name, string? monitoring)
    {
        (ReportChangeKind Kind, string Text)? what = (move.ToState, move.Cause) switch
        {
            (ReleaseState.Live, TransitionCause.Requested) => (
                ReportChangeKind.Promotion,
                move.OverrideReason is null ? $"{name} went live." : $"{name} went live against its gates."
            ),
            (ReleaseState.Live, _) => (ReportChangeKind.Rollback, $"{name} is live again."),
            (ReleaseState.RolledBack, TransitionCause.Requested) => (ReportChangeKind.Rollback, $"{name} was rolled back."),
            (ReleaseState.RolledBack, _) => (ReportChangeKind.Rollback, $"{name} was rolled back by {move.Cause.Words()}."),
            (ReleaseState.Canary, _) => (ReportChangeKind.Experiment, $"{name} gets a share of the traffic (canary)."),
            (ReleaseState.Shadow, _) => (ReportChangeKind.Experiment, $"{name} runs in shadow."),
            (ReleaseState.Rejected, _) => (ReportChangeKind.Rejection, $"{name} was rejected."),
            _ => null,
        };
        if (what is not var (kind, text))
            return null;
        var gates = GateReport.Parse(move.Gates);
        string[] detail =
        [
            move.OverrideReason is { } why ? $"Reason of the override: {why}" : move.Reason,
            gates.Count == 0 ? "" : $"Gates: {Counts(gates)}.",
            kind == ReportChangeKind.Promotion && monitoring is { Length: > 0 } ? $"Since then: {monitoring}" : "",
        ];
        return new ReportChange(
            kind,
            move.At,
            text,
            string.Join(' ', detail.Where(d => d.Length > 0)),
            move.Actor,
            move.OverrideReason is not null,
            ReleaseText.Address(workflow, move.ReleaseId)
        );
    }

    private async Task<List<ReportChange>> ExperimentsAsync(CancellationToken cancellationToken)
    {
        var (start, end) = (week.Start, week.End);
        var ended = await db
            .Experiments.AsNoTracking()
            .Include(e => e.Arms)
            .Where(e => e.TenantId == workflow.TenantId && e.WorkflowId == workflow.Id && e.EndedAt >= start && e.EndedAt < end)
            .OrderBy(e => e.EndedAt)
            .Take(Max)
            .ToListAsync(cancellationToken);
        var arms = ended.SelectMany(e => e.Arms).Where(a => !a.IsControl).Select(a => a.ReleaseId).Distinct().ToArray();
        var names = await db
            .Releases.Where(r => r.WorkflowId == workflow.Id && arms.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken);
        return ended.ConvertAll(e =>
        {
            var candidates = e.Arms.Where(a => !a.IsControl && names.ContainsKey(a.ReleaseId)).Select(a => a.ReleaseId).ToList();
            return new ReportChange(
                ReportChangeKind.Experiment,
                e.EndedAt!.Value,
                $"The {e.Kind.Words()} of {string.Join(", ", candidates.Select(c => names[c]))} ended.",
                e.EndReason,
                "",
                false,
                candidates.Count > 0 ? ReleaseText.Address(workflow, candidates[0]) : $"releases/{workflow.Address}"
            );
        });
    }

    private static string Counts(IReadOnlyList<GateResult> gates) =>
        string.Join(
            ", ",
            new[] { (GateAnswer.Fail, "failed"), (GateAnswer.NotEnoughEvidence, "without enough evidence"), (GateAnswer.Pass, "passed") }
                .Select(a => (Count: gates.Count(g => g.Answer == a.Item1), Words: a.Item2))
                .Where(a => a.Count > 0)
                .Select(a => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{a.Count} {a.Words}"))
        );
}
