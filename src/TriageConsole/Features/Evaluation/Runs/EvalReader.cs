using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Reads runs for leads of their workflow and for API callers of its tenant.</summary>
public sealed class EvalReader(IDbContextFactory<TriageDbContext> contexts)
{
    private const int MaxListed = 200;

    /// <summary>A page of runs of the workflows that the person leads, newest first; of one workflow if given.</summary>
    public async Task<ListPage<EvalRunRow>> ListAsync(
        PersonAccess access,
        long? workflowId = null,
        int page = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from r in db.EvalRuns.AsNoTracking()
            join w in db.Workflows.InReach(access.Scope(Role.Lead)) on r.WorkflowId equals w.Id
            where workflowId == null || w.Id == workflowId
            orderby r.Id descending
            select new
            {
                Run = r,
                Place = new
                {
                    w.Id,
                    w.TenantId,
                    TenantKey = w.Tenant!.Key,
                    w.Key,
                    w.Name,
                    w.Configured,
                    w.ActiveRubricVersionId,
                },
                Release = db.Releases.Where(x => x.Id == r.ReleaseId).Select(x => x.Name).Single(),
                Baseline = db.Releases.Where(x => x.Id == r.BaselineId).Select(x => x.Name).SingleOrDefault(),
            }
        ).ToPageAsync(page, Paging.Rows, cancellationToken);
        return found.With<EvalRunRow>([
            .. found.Items.Select(r =>
                Row(
                    r.Run,
                    new WorkflowRef(
                        r.Place.Id,
                        r.Place.TenantId,
                        r.Place.TenantKey,
                        r.Place.Key,
                        r.Place.Name,
                        r.Place.Configured,
                        r.Place.ActiveRubricVersionId
                    ),
                    r.Release,
                    r.Baseline
                )
            ),
        ]);
    }

    /// <summary>The runs of a release, for leads and approvers.</summary>
    public async Task<IReadOnlyList<EvalRunRow>> OfReleaseAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long releaseId,
        CancellationToken cancellationToken = default
    )
    {
        EvaluationService.DemandDecider(access, workflow.TenantId, workflow.Id);
        return await ListAsync(new Dictionary<long, WorkflowRef> { [workflow.Id] = workflow }, releaseId, cancellationToken);
    }

    /// <summary>Null if there is no such run or the person is not a lead of its workflow.</summary>
    public async Task<EvalRunView?> OpenAsync(PersonAccess access, long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await (
            from r in db.EvalRuns
            where r.Id == runId
            join w in db.Workflows on r.WorkflowId equals w.Id
            select new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId)
        ).SingleOrDefaultAsync(cancellationToken);
        return place is not null && access.Has(Role.Lead, place.TenantId, place.Id)
            ? await ViewAsync(db, runId, place, cancellationToken)
            : null;
    }

    /// <summary>The same for API callers of the tenant.</summary>
    public async Task<EvalRunView?> OpenAsync(ApiCaller caller, long runId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await (
            from r in db.EvalRuns
            where r.Id == runId && r.TenantId == caller.TenantId
            join w in db.Workflows on r.WorkflowId equals w.Id
            select new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, w.Configured, w.ActiveRubricVersionId)
        ).SingleOrDefaultAsync(cancellationToken);
        return place is null ? null : await ViewAsync(db, runId, place, cancellationToken);
    }

    /// <summary>Finds a release by its names for an API caller; null if the tenant does not have it.</summary>
    internal async Task<(long ReleaseId, long WorkflowId)?> FindAsync(
        ApiCaller caller,
        string workflow,
        string release,
        CancellationToken cancellationToken
    )
    {
        // Databases refuse a null character in a comparison, and no name contains one.
        var (key, name) = (Core.Texts.Storable(workflow), Core.Texts.Storable(release));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Releases.Where(r =>
                r.TenantId == caller.TenantId && r.Name == name && db.Workflows.Any(w => w.Id == r.WorkflowId && w.Key == key)
            )
            .Select(r => new { r.Id, r.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Id, found.WorkflowId);
    }

    /// <summary>The tenant and workflow of a release, for leads of its workflow; otherwise null.</summary>
    internal async Task<(long TenantId, long WorkflowId)?> FindAsync(
        PersonAccess access,
        long releaseId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .Releases.Where(r => r.Id == releaseId)
            .Select(r => new { r.TenantId, r.WorkflowId })
            .SingleOrDefaultAsync(cancellationToken);
        return found is not null && access.Has(Role.Lead, found.TenantId, found.WorkflowId) ? (found.TenantId, found.WorkflowId) : null;
    }

    private async Task<IReadOnlyList<EvalRunRow>> ListAsync(
        Dictionary<long, WorkflowRef> workflows,
        long? releaseId,
        CancellationToken cancellationToken
    )
    {
        var ids = workflows.Keys.ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from r in db.EvalRuns.AsNoTracking()
            where ids.Contains(r.WorkflowId) && (releaseId == null || r.ReleaseId == releaseId)
            orderby r.Id descending
            select new
            {
                Run = r,
                Release = db.Releases.Where(x => x.Id == r.ReleaseId).Select(x => x.Name).Single(),
                Baseline = db.Releases.Where(x => x.Id == r.BaselineId).Select(x => x.Name).SingleOrDefault(),
            }
        )
            .Take(MaxListed)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => Row(r.Run, workflows[r.Run.WorkflowId], r.Release, r.Baseline));
    }

    private static EvalRunRow Row(EvalRun r, WorkflowRef workflow, string release, string? baseline) =>
        new(
            r.Id,
            r.WorkflowId,
            workflow.Name,
            workflow.Address,
            r.ReleaseId,
            release,
            baseline,
            r.State,
            r.Source,
            r.StartedBy,
            r.CreatedAt,
            r.FinishedAt,
            r.Total,
            r.Done,
            r.Failed,
            r is { CancelRequestedAt: not null, State: EvalState.Queued or EvalState.Running },
            r.Summary is null ? null : EvaluationEvidence.ReadFigures(r.Summary)
        );

    private static async Task<EvalRunView> ViewAsync(
        TriageDbContext db,
        long runId,
        WorkflowRef workflow,
        CancellationToken cancellationToken
    )
    {
        var row = await (
            from r in db.EvalRuns.AsNoTracking()
            where r.Id == runId
            select new
            {
                Run = r,
                Release = db.Releases.Where(x => x.Id == r.ReleaseId).Select(x => x.Name).Single(),
                Baseline = db.Releases.Where(x => x.Id == r.BaselineId).Select(x => x.Name).SingleOrDefault(),
                Set = db.EvaluatorSets.Where(s => s.Id == r.EvaluatorSetId).Select(s => s.Number).Single(),
                Rubric = db.RubricVersions.Where(v => v.Id == r.RubricVersionId).Select(v => v.Number).Single(),
                Endpoint = db.ModelEndpoints.Where(e => e.Id == r.EndpointId).Select(e => e.Name).SingleOrDefault(),
            }
        ).SingleAsync(cancellationToken);
        var settings = EvalSettings.Read(row.Run.Settings);
        return new EvalRunView(
            Row(row.Run, workflow, row.Release, row.Baseline),
            workflow,
            row.Run.Message,
            row.Run.InputHash,
            row.Set,
            row.Rubric,
            row.Endpoint,
            settings.Model,
            settings.Seed,
            settings.SampleSize,
            settings.SampleDays,
            settings.Generation,
            row.Run.RescoreOfId,
            settings.Judges
        );
    }
}
