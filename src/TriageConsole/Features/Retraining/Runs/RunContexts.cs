using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Releases;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>Reads what an executor needs to know about a run.</summary>
internal sealed class RunContexts(IDbContextFactory<TriageDbContext> contexts, IOptions<RetrainingOptions> options)
{
    public const string Train = "train";
    public const string Validation = "validation";

    /// <summary>Null if the configuration has no such executor any more.</summary>
    public async Task<RunContext?> ReadAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from r in db.RetrainingRuns.AsNoTracking()
            where r.Id == runId
            join w in db.Workflows on r.WorkflowId equals w.Id
            join o in db.RetrainingProposals on r.ProposalId equals o.Id
            join p in db.FailurePatterns on o.PatternId equals p.Id
            join v in db.DatasetVersions on r.DatasetVersionId equals v.Id
            join d in db.Datasets on v.DatasetId equals d.Id
            join b in db.Releases on r.BaseReleaseId equals b.Id
            select new
            {
                Run = r,
                Workflow = new DatasetWorkflow(w.Id, w.TenantId, w.Tenant!.Key, w.Key),
                Pattern = p.Name,
                DatasetId = d.Id,
                Dataset = d.Name,
                v.Number,
                Base = b.Name,
            }
        ).SingleAsync(cancellationToken);
        if (!options.Value.Executors.TryGetValue(found.Run.Executor, out var executor) || executor.Kind != found.Run.Kind)
            return null;
        var kinds = RetrainingWords.KindsOf(found.Run.Repair).ToArray();
        var components = await db
            .ReleaseComponents.AsNoTracking()
            .Where(c => c.ReleaseId == found.Run.BaseReleaseId && kinds.Contains(c.Kind))
            .OrderBy(c => c.Kind)
            .ThenBy(c => c.Name)
            .Select(c => c.ComponentVersion!)
            .ToListAsync(cancellationToken);
        var splits = await db
            .DatasetItems.Where(i => i.VersionId == found.Run.DatasetVersionId && (i.Split == Train || i.Split == Validation))
            .Select(i => i.Split)
            .Distinct()
            .OrderBy(s => s)
            .ToListAsync(cancellationToken);
        return new RunContext(
            found.Run,
            executor,
            found.Workflow,
            found.Pattern,
            new RunDataset(
                found.DatasetId,
                found.Dataset,
                found.Number,
                executor.DatasetFor(found.Run.Repair).ToString().ToLowerInvariant(),
                splits
            ),
            found.Base,
            components.ConvertAll(c => new RunComponent(c.Id, c.Kind.Key(), c.Name, c.Version, c.Content, c.Reference))
        );
    }
}
