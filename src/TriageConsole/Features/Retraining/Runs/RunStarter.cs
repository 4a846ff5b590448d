using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Retraining;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Datasets;
using TriageConsole.Features.Releases;
using TriageConsole.Live;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>
/// Starts runs. The dataset has the labeled interactions of the pattern and of the rest of the workflow, so that a repair does not forget
/// what works. The same dataset, method and base have one run, no matter who starts it and on which instance.
/// </summary>
internal sealed class RunStarter(
    IDbContextFactory<TriageDbContext> contexts,
    DatasetBuilder datasets,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<RetrainingOptions> options
)
{
    /// <summary>The caller's rights are checked.</summary>
    public async Task<Result<RunStart>> StartAsync(
        RetrainingActor actor,
        long tenantId,
        long workflowId,
        long proposalId,
        string? executorName,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.RetrainingProposals.SingleOrDefaultAsync(
            p => p.Id == proposalId && p.TenantId == tenantId && p.WorkflowId == workflowId,
            cancellationToken
        );
        if (proposal is null)
            return Error.NotFound("There is no such proposal.");
        if (proposal.State is ProposalState.Done or ProposalState.Dismissed)
            return Error.Conflict($"The proposal is closed: {proposal.CloseReason}");
        var settings =
            await db.RetrainingSettings.AsNoTracking().SingleOrDefaultAsync(s => s.WorkflowId == workflowId, cancellationToken)
            ?? new RetrainingSettings();
        var chosen = Executor(string.IsNullOrWhiteSpace(executorName) ? settings.Executor : executorName.Trim(), proposal.Repair);
        if (!chosen.Ok)
            return chosen.Error;
        var workflow = await db
            .Workflows.Where(w => w.Id == workflowId)
            .Select(w => new DatasetWorkflow(w.Id, w.TenantId, w.Tenant!.Key, w.Key))
            .SingleAsync(cancellationToken);
        if (await BaseAsync(db, workflowId, proposal.Repair, cancellationToken) is not var (release, component))
            return Error.Conflict(
                $"The workflow has no live release with a component to improve ({string.Join(", ", RetrainingWords.KindsOf(proposal.Repair)
                    .Select(k => k.Words()))}). Register the live components first."
            );
        var built = await BuildAsync(workflow, actor, chosen.Value.Options.DatasetFor(proposal.Repair), settings, cancellationToken);
        if (!built.Ok)
            return built.Error;
        var versionId = await db
            .DatasetVersions.Where(v => v.DatasetId == built.Value.Dataset && v.Number == built.Value.Number)
            .Select(v => v.Id)
            .SingleAsync(cancellationToken);
        if (!await HasPatternAsync(db, versionId, proposal.PatternId, cancellationToken))
            return Error.Conflict(
                "No training row is of the pattern: none of its interactions is labeled with consent, or all are golden items or in other "
                    + "splits. Label interactions of the pattern first."
            );
        var run = new RetrainingRun
        {
            TenantId = tenantId,
            WorkflowId = workflowId,
            ProposalId = proposalId,
            Repair = proposal.Repair,
            Executor = chosen.Value.Name,
            Kind = chosen.Value.Options.Kind,
            Method = $"{chosen.Value.Name}/{RetrainingWords.Key(proposal.Repair)}",
            DatasetVersionId = versionId,
            Manifest = built.Value.Identity,
            BaseReleaseId = release,
            BaseComponentId = component,
            StartedById = actor.UserId,
            StartedBy = actor.Name,
            CreatedAt = time.GetUtcNow(),
            NextStepAt = time.GetUtcNow(),
            MetricBudget = chosen.Value.Options.Kind == ExecutorKind.Command ? chosen.Value.Options.MetricBudget : 0,
        };
        return await SaveAsync(db, actor, workflow, proposal, run, built.Value, cancellationToken);
    }

    private async Task<Result<RunStart>> SaveAsync(
        TriageDbContext db,
        RetrainingActor actor,
        DatasetWorkflow workflow,
        RetrainingProposal proposal,
        RetrainingRun run,
        DatasetBuild data,
        CancellationToken cancellationToken
    )
    {
        if (await KnownAsync(db, run, cancellationToken) is { } known)
            return known;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            if (proposal.State == ProposalState.Started)
                return Error.Conflict("A run of this proposal is in progress. Cancel it first.");
            proposal.State = ProposalState.Started;
            db.RetrainingRuns.Add(run);
            await db.SaveChangesAsync(cancellationToken);
            db.RetrainingEvents.Add(
                RunChanges.Entry(
                    run.Id,
                    run.CreatedAt,
                    RetrainingEventKind.State,
                    $"{actor.Name} started it with version {data.Number} of the dataset {data.Name}: "
                        + $"{Figures.Plural(data.Rows, "row", "rows")}.",
                    RetrainingState.Validating
                )
            );
            AuditTrail.Add(
                db,
                run.CreatedAt,
                actor.Audit,
                run.TenantId,
                AuditActions.RetrainingStarted,
                $"retraining run {run.Id}",
                new
                {
                    Workflow = workflow.Key,
                    run.Executor,
                    Repair = RetrainingWords.Key(run.Repair),
                    run.Manifest,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            // Another person or instance started it at the same time.
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return await KnownAsync(db, run, cancellationToken)
                ?? Error.Conflict("Another user changed the proposal at the same time. The page shows the current state.");
        }

        notifier.Publish(run.WorkflowId);
        return Result.Done($"Run {run.Id} is started with {Figures.Plural(data.Rows, "row", "rows")}.", new RunStart(run.Id, true));
    }

    private static async Task<Result<RunStart>?> KnownAsync(TriageDbContext db, RetrainingRun run, CancellationToken cancellationToken)
    {
        var known = await db
            .RetrainingRuns.Where(r =>
                r.WorkflowId == run.WorkflowId
                && r.Manifest == run.Manifest
                && r.Method == run.Method
                && r.BaseComponentId == run.BaseComponentId
                && r.State != RetrainingState.Failed
                && r.State != RetrainingState.Cancelled
            )
            .Select(r => (long?)r.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return known is { } id
            ? Result.Done($"Run {id} has the same dataset, method and base. Nothing new is started.", new RunStart(id, false))
            : null;
    }

    private Result<(string Name, ExecutorOptions Options)> Executor(string name, RepairKind repair)
    {
        var able = options.Value.Executors.Where(e => e.Value.Can(repair)).OrderBy(e => e.Key, StringComparer.Ordinal).ToList();
        if (able.Count == 0)
            return Error.Conflict(
                $"The configuration of the server has no executor for the repair {RetrainingWords.Words(repair)}. An operator adds one."
            );
        if (name.Length == 0)
            return Result.Done("", (able[0].Key, able[0].Value));
        return able.Where(e => e.Key == name).Select(e => Result.Done("", (e.Key, e.Value))).FirstOrDefault()
            ?? Error.InvalidField("executor", $"The executors for this repair are {string.Join(", ", able.Select(e => e.Key))}.");
    }

    /// <summary>The live release, and its first component that the repair improves.</summary>
    private static async Task<(long Release, long Component)?> BaseAsync(
        TriageDbContext db,
        long workflowId,
        RepairKind repair,
        CancellationToken cancellationToken
    )
    {
        var kinds = RetrainingWords.KindsOf(repair);
        var components = await (
            from r in db.Releases
            where r.WorkflowId == workflowId && r.State == ReleaseState.Live
            join c in db.ReleaseComponents on r.Id equals c.ReleaseId
            select new
            {
                r.Id,
                c.Kind,
                c.Name,
                c.ComponentVersionId,
            }
        ).ToListAsync(cancellationToken);
        var first = components
            .Where(c => kinds.Contains(c.Kind))
            .OrderBy(c => kinds.ToList().IndexOf(c.Kind))
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return first is null ? null : (first.Id, first.ComponentVersionId);
    }

    private Task<Result<DatasetBuild>> BuildAsync(
        DatasetWorkflow workflow,
        RetrainingActor actor,
        DatasetKind kind,
        RetrainingSettings settings,
        CancellationToken cancellationToken
    ) =>
        datasets.BuildAsync(
            workflow,
            actor.Name,
            // One dataset per workflow and kind: unchanged content is the version that a run may have used already.
            $"retraining {kind.ToString().ToLowerInvariant()} {workflow.Id}",
            new DatasetPolicy
            {
                Kind = kind,
                Days = settings.DatasetDays,
                DropPersonalData = true,
                SkipToolMessages = true,
            },
            cancellationToken
        );

    private static Task<bool> HasPatternAsync(TriageDbContext db, long versionId, long patternId, CancellationToken cancellationToken) =>
        db.DatasetItems.AnyAsync(
            i =>
                i.VersionId == versionId
                && i.Split == RunContexts.Train
                && db.PatternMembers.Any(m => m.PatternId == patternId && m.InteractionId == i.InteractionId),
            cancellationToken
        );
}
