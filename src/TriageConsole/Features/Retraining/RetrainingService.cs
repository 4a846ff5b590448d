using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining.Proposals;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>What leads and API keys do with proposals and runs. Rights are checked first.</summary>
internal sealed class RetrainingService(
    IDbContextFactory<TriageDbContext> contexts,
    ProposalWriter proposals,
    RunStarter starter,
    RunChanges changes,
    TimeProvider time
)
{
    private static readonly Error UnknownProposal = Error.NotFound("There is no such proposal.");
    private static readonly Error UnknownRun = Error.NotFound("There is no such run.");

    /// <summary>For leads. Without a repair, the one that the pattern needs.</summary>
    public Task<Result<long>> ProposeAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long patternId,
        Core.Retraining.RepairKind? repair,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        var actor = RetrainingActor.Of(access);
        return proposals.RequestAsync(actor, workflow.TenantId, workflow.Id, patternId, repair, reason, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result<long>> ProposeAsync(
        ApiCaller caller,
        string? workflow,
        long patternId,
        string? repair,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        if (!string.IsNullOrWhiteSpace(repair) && RetrainingWords.Repair(repair) is null)
            return Error.InvalidField("repair", "The repairs are prompt, retrieval and fine_tune.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db
            .Workflows.Where(w => w.TenantId == caller.TenantId && w.Key == workflow)
            .Select(w => (long?)w.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } found
            ? await proposals.RequestAsync(
                RetrainingActor.Of(caller),
                caller.TenantId,
                found,
                patternId,
                RetrainingWords.Repair(repair),
                reason,
                cancellationToken
            )
            : Error.NotFound("There is no such workflow.");
    }

    /// <summary>For leads. Without a name, the executor of the settings.</summary>
    public Task<Result<RunStart>> StartAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long proposalId,
        string? executor,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        var actor = RetrainingActor.Of(access);
        return starter.StartAsync(actor, workflow.TenantId, workflow.Id, proposalId, executor, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result<RunStart>> StartAsync(
        ApiCaller caller,
        long proposalId,
        string? executor,
        CancellationToken cancellationToken = default
    ) =>
        await WorkflowOfProposalAsync(caller, proposalId, cancellationToken) is { } workflow
            ? await starter.StartAsync(RetrainingActor.Of(caller), caller.TenantId, workflow, proposalId, executor, cancellationToken)
            : UnknownProposal;

    /// <summary>For leads.</summary>
    public Task<Result> DismissAsync(
        PersonAccess access,
        WorkflowRef workflow,
        long proposalId,
        string? reason,
        CancellationToken cancellationToken = default
    )
    {
        Demand(access, workflow);
        var actor = RetrainingActor.Of(access);
        return proposals.DismissAsync(actor, workflow.TenantId, workflow.Id, proposalId, reason, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public async Task<Result> DismissAsync(
        ApiCaller caller,
        long proposalId,
        string? reason,
        CancellationToken cancellationToken = default
    ) =>
        await WorkflowOfProposalAsync(caller, proposalId, cancellationToken) is { } workflow
            ? await proposals.DismissAsync(RetrainingActor.Of(caller), caller.TenantId, workflow, proposalId, reason, cancellationToken)
            : UnknownProposal;

    /// <summary>For leads.</summary>
    public Task<Result> CancelAsync(PersonAccess access, WorkflowRef workflow, long runId, CancellationToken cancellationToken = default)
    {
        Demand(access, workflow);
        return CancelAsync(RetrainingActor.Of(access), workflow.TenantId, workflow.Id, runId, cancellationToken);
    }

    /// <summary>For API keys, whose scope the endpoint checks.</summary>
    public Task<Result> CancelAsync(ApiCaller caller, long runId, CancellationToken cancellationToken = default) =>
        CancelAsync(RetrainingActor.Of(caller), caller.TenantId, null, runId, cancellationToken);

    private async Task<Result> CancelAsync(
        RetrainingActor actor,
        long tenantId,
        long? workflowId,
        long runId,
        CancellationToken cancellationToken
    )
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (
                !await db.RetrainingRuns.AnyAsync(
                    r => r.Id == runId && r.TenantId == tenantId && (workflowId == null || r.WorkflowId == workflowId),
                    cancellationToken
                )
            )
                return UnknownRun;
        var text = $"{actor.Name} cancelled it.";
        // A run at work is ended by the instance that works on it. Before that, nothing has to be ended.
        if (await changes.MoveAsync(runId, RetrainingState.CancellationRequested, text, cancellationToken, Record, actor) is not null)
            return Result.Done("The run ends within seconds.");
        return await changes.MoveAsync(runId, RetrainingState.Cancelled, text, cancellationToken, Record, actor) is not null
            ? Result.Done("The run is cancelled.")
            : Error.Conflict("The run has ended already, or it is being cancelled.");

        Task Record(TriageDbContext db, RetrainingRun run)
        {
            AuditTrail.Add(db, time.GetUtcNow(), actor.Audit, tenantId, AuditActions.RetrainingCancelled, $"retraining run {runId}");
            return Task.CompletedTask;
        }
    }

    private async Task<long?> WorkflowOfProposalAsync(ApiCaller caller, long proposalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .RetrainingProposals.Where(p => p.Id == proposalId && p.TenantId == caller.TenantId)
            .Select(p => (long?)p.WorkflowId)
            .SingleOrDefaultAsync(cancellationToken);
    }

    internal static void Demand(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Lead, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only leads of the workflow can propose, start and cancel retrainings.");
    }
}
