using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>Reads the state of the releases of many workflows, for leads and approvers.</summary>
public sealed class ReleaseWorkflowReader(IDbContextFactory<TriageDbContext> contexts)
{
    /// <summary>A page of the workflows whose releases the person can read.</summary>
    public async Task<ListPage<ReleaseWorkflowRow>> WorkflowsAsync(
        PersonAccess access,
        string? find,
        int page,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var workflows = await db
            .Workflows.InReach(access.Scope(Role.Lead, Role.Approver))
            .Named(find)
            .OrderBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .ThenBy(w => w.Id)
            .Select(WorkflowDirectory.AsRef)
            .ToPageAsync(page, Paging.Rows, cancellationToken);
        return workflows.With(await RowsAsync(db, workflows.Items, cancellationToken));
    }

    /// <summary>
    /// Workflows that need an action: a candidate passed or failed, or a live release performs worse. At most <paramref name="count"/>.
    /// </summary>
    public async Task<IReadOnlyList<ReleaseWorkflowRow>> AskingAsync(
        PersonAccess access,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        short[] decided = [(short)GateVerdict.Promote, (short)GateVerdict.RollBack];
        var workflows = await db
            .Workflows.InReach(access.Scope(Role.Lead, Role.Approver))
            .Where(w =>
                db.ReleaseMonitors.Any(x => x.WorkflowId == w.Id && x.IsRunning && x.State == MonitorState.ActionNeeded)
                || db.Releases.Any(r =>
                    r.WorkflowId == w.Id
                    && (r.State == ReleaseState.Evaluating || r.State == ReleaseState.Shadow || r.State == ReleaseState.Canary)
                    && db.ReleaseEvidence.Any(e => e.ReleaseId == r.Id && decided.Contains((short)e.Verdict))
                )
            )
            .OrderBy(w => w.Tenant!.Key)
            .ThenBy(w => w.Name)
            .ThenBy(w => w.Id)
            .Take(count)
            .Select(WorkflowDirectory.AsRef)
            .ToListAsync(cancellationToken);
        return await RowsAsync(db, workflows, cancellationToken);
    }

    private static async Task<IReadOnlyList<ReleaseWorkflowRow>> RowsAsync(
        TriageDbContext db,
        IReadOnlyList<WorkflowRef> workflows,
        CancellationToken cancellationToken
    )
    {
        var ids = workflows.Select(w => w.Id).ToArray();
        var rows = (
            await db
                .Releases.Where(r =>
                    ids.Contains(r.WorkflowId)
                    && (
                        r.State == ReleaseState.Live
                        || r.State == ReleaseState.Evaluating
                        || r.State == ReleaseState.Shadow
                        || r.State == ReleaseState.Canary
                    )
                )
                .Select(r => new
                {
                    r.Id,
                    r.WorkflowId,
                    r.Name,
                    r.State,
                    Verdict = db.ReleaseEvidence.Where(e => e.ReleaseId == r.Id).Select(e => (short?)e.Verdict).FirstOrDefault(),
                    Since = db
                        .ReleaseEvidence.Where(e => e.ReleaseId == r.Id)
                        .Select(e => (DateTimeOffset?)e.VerdictSince)
                        .FirstOrDefault(),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(r => r.WorkflowId);
        var asking = (
            await db
                .ReleaseMonitors.Where(w => w.IsRunning && w.State == MonitorState.ActionNeeded && ids.Contains(w.WorkflowId))
                .Select(w => w.WorkflowId)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        return
        [
            .. workflows.Select(w =>
            {
                var own = rows[w.Id].ToList();
                var candidates = own.Where(r => r.State != ReleaseState.Live).ToList();
                return new ReleaseWorkflowRow(
                    w,
                    own.Find(r => r.State == ReleaseState.Live)?.Name,
                    candidates.Count(c => c.Verdict == (short)GateVerdict.Promote),
                    candidates.Count,
                    asking.Contains(w.Id)
                        || candidates.Exists(c => c.Verdict == (short)GateVerdict.RollBack && c.State != ReleaseState.Evaluating),
                    [
                        .. candidates
                            .Where(c => c.Verdict is (short)GateVerdict.Promote or (short)GateVerdict.RollBack)
                            .OrderByDescending(c => c.Since)
                            .Select(c => new CandidateVerdict(c.Id, c.Name, c.Verdict == (short)GateVerdict.Promote, c.Since!.Value)),
                    ],
                    asking.Contains(w.Id)
                );
            }),
        ];
    }
}
