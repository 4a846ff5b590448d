using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.Retraining;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>Reads proposals, runs and their logs.</summary>
internal sealed class RetrainingReader(IDbContextFactory<TriageDbContext> contexts, IOptions<RetrainingOptions> options)
{
    private const int MaxRows = 100;

    /// <summary>The maximum number of entries of a log that are read at once.</summary>
    public const int MaxEvents = 1000;

    /// <summary>For leads.</summary>
    public async Task<RetrainingOverview> ReadAsync(
        PersonAccess access,
        WorkflowRef workflow,
        CancellationToken cancellationToken = default
    )
    {
        RetrainingService.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var patterns = await db
            .FailurePatterns.Where(p =>
                p.WorkflowId == workflow.Id
                && p.IsCurrent
                && p.State != PatternState.Fixed
                && !db.RetrainingProposals.Any(o =>
                    o.PatternId == p.Id && (o.State == ProposalState.Open || o.State == ProposalState.Started)
                )
            )
            .OrderBy(p => p.Rank)
            .Select(p => new { p.Id, p.Name })
            .Take(MaxRows)
            .ToListAsync(cancellationToken);
        return new RetrainingOverview(
            await ProposalsAsync(db, workflow.TenantId, workflow.Id, cancellationToken),
            await RunsAsync(db, r => r.Where(x => x.WorkflowId == workflow.Id), cancellationToken),
            patterns.ConvertAll(p => (p.Id, p.Name)),
            [
                .. options
                    .Value.Executors.OrderBy(e => e.Key, StringComparer.Ordinal)
                    .Select(e => (e.Key, (IReadOnlyList<RepairKind>)[.. Enum.GetValues<RepairKind>().Where(e.Value.Can)])),
            ]
        );
    }

    /// <summary>For leads. Null if the workflow has no such run.</summary>
    public async Task<RunDetail?> FindAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long runId,
        CancellationToken cancellationToken = default
    )
    {
        RetrainingService.Demand(access, workflow);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await RunsAsync(db, r => r.Where(x => x.Id == runId && x.WorkflowId == workflow.Id), cancellationToken);
        if (runs is not [var run])
            return null;
        return new RunDetail(
            run,
            await EventsAsync(db, runId, 0, cancellationToken),
            // The log is cut on the page, and checkpoints are at its end.
            await db
                .RetrainingEvents.Where(e => e.RunId == runId && e.Kind == RetrainingEventKind.Checkpoint)
                .OrderBy(e => e.Id)
                .Select(e => e.Text)
                .ToListAsync(cancellationToken),
            await ScoresAsync(db, runId, cancellationToken)
        );
    }

    /// <summary>For API keys. Null if the tenant has no such workflow.</summary>
    public async Task<(IReadOnlyList<ProposalRow> Proposals, IReadOnlyList<RunRow> Runs)?> ListAsync(
        ApiCaller caller,
        string workflow,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return found is { } id
            ? (
                await ProposalsAsync(db, caller.TenantId, id, cancellationToken),
                await RunsAsync(db, r => r.Where(x => x.WorkflowId == id), cancellationToken)
            )
            : null;
    }

    /// <summary>For API keys. Null if the tenant has no such run.</summary>
    public async Task<RunRow?> FindAsync(ApiCaller caller, long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await RunsAsync(db, r => r.Where(x => x.Id == runId && x.TenantId == caller.TenantId), cancellationToken);
        return runs is [var run] ? run : null;
    }

    /// <summary>The events of OpenLineage of a run, as JSON. Null if the tenant has no such run.</summary>
    public async Task<byte[]?> LineageAsync(ApiCaller caller, long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await RunsAsync(db, r => r.Where(x => x.Id == runId && x.TenantId == caller.TenantId), cancellationToken);
        if (runs is not [var run])
            return null;
        var workflow = await db
            .Workflows.Where(w => db.RetrainingRuns.Any(r => r.Id == runId && r.WorkflowId == w.Id))
            .Select(w => w.Key)
            .SingleAsync(cancellationToken);
        return RunLineage.Of(run, caller.TenantKey, workflow);
    }

    /// <summary>The log of a run after an entry. Null if the tenant has no such run.</summary>
    public async Task<IReadOnlyList<RunEventRow>?> EventsAsync(
        ApiCaller caller,
        long runId,
        long after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RetrainingRuns.AnyAsync(r => r.Id == runId && r.TenantId == caller.TenantId, cancellationToken)
            ? await EventsAsync(db, runId, after, cancellationToken)
            : null;
    }

    private static async Task<IReadOnlyList<RunEventRow>> EventsAsync(
        TriageDbContext db,
        long runId,
        long after,
        CancellationToken cancellationToken
    ) =>
        await db
            .RetrainingEvents.Where(e => e.RunId == runId && e.Id > after)
            .OrderBy(e => e.Id)
            .Select(e => new RunEventRow(e.Id, e.At, e.Kind, e.State, e.Text))
            .Take(MaxEvents)
            .ToListAsync(cancellationToken);

    private static async Task<RunScores?> ScoresAsync(TriageDbContext db, long runId, CancellationToken cancellationToken)
    {
        var candidates = await db
            .RetrainingScores.Where(s => s.RunId == runId)
            .GroupBy(s => s.Candidate)
            .Select(g => g.Average(s => s.Score))
            .ToListAsync(cancellationToken);
        if (candidates.Count == 0)
            return null;
        var rows = await db.RetrainingScores.Where(s => s.RunId == runId).Select(s => s.Place).Distinct().CountAsync(cancellationToken);
        return new RunScores(rows, candidates.Count, candidates.Max());
    }

    private static async Task<IReadOnlyList<ProposalRow>> ProposalsAsync(
        TriageDbContext db,
        long tenantId,
        long workflowId,
        CancellationToken cancellationToken
    ) =>
        await (
            from o in db.RetrainingProposals
            where o.TenantId == tenantId && o.WorkflowId == workflowId
            join p in db.FailurePatterns on o.PatternId equals p.Id
            orderby o.ClosedAt != null, o.Id descending
            select new ProposalRow(
                o.Id,
                o.PatternId,
                p.Name,
                o.Trigger,
                o.Reason,
                o.Repair,
                o.RepairReason,
                o.State,
                o.CreatedAt,
                o.CreatedBy,
                o.ClosedAt,
                o.ClosedBy,
                o.CloseReason,
                db.RetrainingRuns.Where(r => r.ProposalId == o.Id).Max(r => (long?)r.Id)
            )
        )
            .Take(MaxRows)
            .ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<RunRow>> RunsAsync(
        TriageDbContext db,
        Func<IQueryable<RetrainingRun>, IQueryable<RetrainingRun>> which,
        CancellationToken cancellationToken
    ) =>
        await (
            from r in which(db.RetrainingRuns)
            join o in db.RetrainingProposals on r.ProposalId equals o.Id
            join p in db.FailurePatterns on o.PatternId equals p.Id
            join v in db.DatasetVersions on r.DatasetVersionId equals v.Id
            join d in db.Datasets on v.DatasetId equals d.Id
            join b in db.Releases on r.BaseReleaseId equals b.Id
            join c in db.ComponentVersions on r.BaseComponentId equals c.Id
            orderby r.Id descending
            select new RunRow(
                r.Id,
                r.ProposalId,
                p.Id,
                p.Name,
                r.Repair,
                r.Executor,
                r.Kind,
                r.State,
                r.Message,
                d.Id,
                d.Name,
                v.Number,
                r.Manifest,
                b.Id,
                b.Name,
                c.Name,
                c.Version,
                r.StartedBy,
                r.CreatedAt,
                r.StartedAt,
                r.FinishedAt,
                r.MetricBudget,
                r.MetricCalls,
                r.ResultReleaseId,
                db.Releases.Where(x => x.Id == r.ResultReleaseId).Select(x => x.Name).FirstOrDefault(),
                r.EvalRunId
            )
        )
            .Take(MaxRows)
            .ToListAsync(cancellationToken);
}
