using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Gates;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Approvals;
using TriageConsole.Features.Releases.Gates;
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
    /// Workflows with news about their releases: a failing gate or a regression first, then open requests for approval, then candidates
    /// that can be promoted, then live releases that are shown to be better. At most <paramref name="count"/>.
    /// </summary>
    public async Task<IReadOnlyList<ReleaseWorkflowRow>> AskingAsync(
        PersonAccess access,
        int count,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = db.Releases.Where(r =>
            r.State == ReleaseState.Evaluating || r.State == ReleaseState.Shadow || r.State == ReleaseState.Canary
        );
        var workflows = await db
            .Workflows.InReach(access.Scope(Role.Lead, Role.Approver))
            .Select(w => new
            {
                Workflow = w,
                IsFailing = db.ReleaseMonitors.Any(x => x.WorkflowId == w.Id && x.IsRunning && x.State == MonitorState.ActionNeeded)
                    || candidates.Any(r =>
                        r.WorkflowId == w.Id && db.ReleaseEvidence.Any(e => e.ReleaseId == r.Id && e.Gates.Contains(GateReport.Failing))
                    ),
                IsReady = candidates.Any(r =>
                    r.WorkflowId == w.Id && db.ReleaseEvidence.Any(e => e.ReleaseId == r.Id && e.Verdict == (short)GateVerdict.Promote)
                ),
                IsAsked = db.ReleaseApprovals.Any(a => a.WorkflowId == w.Id && a.State == ApprovalState.Open),
                IsBetter = db.ReleaseMonitors.Any(x => x.WorkflowId == w.Id && x.IsRunning && x.Low > 0),
            })
            .Where(w => w.IsFailing || w.IsAsked || w.IsReady || w.IsBetter)
            .OrderBy(w =>
                w.IsFailing ? 0
                : w.IsAsked ? 1
                : w.IsReady ? 2
                : 3
            )
            .ThenBy(w => w.Workflow.Tenant!.Key)
            .ThenBy(w => w.Workflow.Name)
            .ThenBy(w => w.Workflow.Id)
            .Take(count)
            .Select(w => w.Workflow)
            .Select(WorkflowDirectory.AsRef)
            .ToListAsync(cancellationToken);
        return await RowsAsync(db, workflows, cancellationToken);
    }

    /// <summary>Without a check of rights: for a feature that has its own, such as the loop report.</summary>
    internal async Task<ReleaseWorkflowRow> OfAsync(WorkflowRef workflow, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await RowsAsync(db, [workflow], cancellationToken))[0];
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
                    Evidence = db.ReleaseEvidence.Where(e => e.ReleaseId == r.Id && r.State != ReleaseState.Live).FirstOrDefault(),
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(r => r.WorkflowId);
        var monitors = (
            await db
                .ReleaseMonitors.Where(w => ids.Contains(w.WorkflowId) && w.IsRunning)
                .Select(ReleaseReader.AsRow(db))
                .ToListAsync(cancellationToken)
        ).ToLookup(m => m.ReleaseId);
        var experiments = await db
            .Experiments.Where(e => ids.Contains(e.WorkflowId) && e.IsRunning)
            .ToDictionaryAsync(e => e.WorkflowId, e => e.Kind, cancellationToken);
        var approvals = await ApprovalReader.OpenAsync(db, ids, cancellationToken);
        return
        [
            .. workflows.Select(w =>
            {
                var own = rows[w.Id].ToList();
                var live = own.Find(r => r.State == ReleaseState.Live);
                var candidates = own.Where(r => r.State != ReleaseState.Live).ToList();
                return new ReleaseWorkflowRow(
                    w,
                    live?.Name,
                    live?.Id,
                    candidates.Count,
                    [
                        .. candidates
                            .Select(c => Verdict(c.Id, c.Name, c.State, c.Evidence))
                            .OfType<CandidateVerdict>()
                            .OrderBy(c => c.IsReady)
                            .ThenByDescending(c => c.Since),
                    ],
                    live is null ? null : monitors[live.Id].FirstOrDefault(),
                    experiments.TryGetValue(w.Id, out var kind) ? kind : null
                )
                {
                    Approvals = [.. approvals[w.Id]],
                };
            }),
        ];
    }

    /// <summary>Null if the gates of the release wait for evidence.</summary>
    private static CandidateVerdict? Verdict(long id, string name, ReleaseState state, ReleaseEvidence? evidence)
    {
        if (evidence is null)
            return null;
        var failing = GateReport.Parse(evidence.Gates).Where(g => g.Answer == GateAnswer.Fail).WorstFirst().FirstOrDefault();
        var isReady = failing is null && evidence.Verdict == (short)GateVerdict.Promote;
        return isReady || failing is not null ? new CandidateVerdict(id, name, isReady, evidence.VerdictSince, state, failing) : null;
    }
}
