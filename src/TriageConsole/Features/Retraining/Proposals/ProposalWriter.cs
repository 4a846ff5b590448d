using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Core.Retraining;
using TriageConsole.Data;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Live;

namespace TriageConsole.Features.Retraining.Proposals;

/// <summary>Makes and dismisses proposals. A pattern has at most one that is not closed: the database holds that.</summary>
internal sealed class ProposalWriter(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    NoticeService notices,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>For a lead or an application, whose rights are checked. Without a repair, the one that the pattern needs.</summary>
    public async Task<Result<long>> RequestAsync(
        RetrainingActor actor,
        long tenantId,
        long workflowId,
        long patternId,
        RepairKind? repair,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pattern = await db
            .FailurePatterns.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == patternId && p.TenantId == tenantId && p.WorkflowId == workflowId, cancellationToken);
        if (pattern is null)
            return Error.NotFound("The pattern does not exist.");
        if (pattern.State == PatternState.Fixed)
            return Error.Conflict("The pattern is fixed.");
        var choice = RepairChoice.Of(pattern.ActionKey, pattern.Action);
        if ((repair ?? choice.Repair) is not { } wanted)
            return Error.Conflict($"{choice.Reason} Choose a repair if you want to try it nevertheless.");
        if (choice.Refusal(wanted) is { } refusal)
            return Error.Conflict(refusal);
        var text = Texts.Storable(reason ?? "").Trim();
        if (text.Length > 1000)
            return Error.InvalidField("reason", "A reason has at most 1,000 characters.");
        var because = wanted == choice.Repair ? choice.Reason : $"{actor.Name} chose it. {choice.Reason}";
        return
            await AddAsync(
                db,
                actor,
                pattern,
                new TriggerDecision(RetrainingTrigger.Requested, text.Length > 0 ? text : "Requested."),
                wanted,
                because,
                cancellationToken
            )
                is { } id
            ? Result.Done("The retraining is proposed.", id)
            : Error.Conflict("The pattern has an open proposal already.");
    }

    /// <summary>Adds a proposal. Null if the pattern has an open one already.</summary>
    public async Task<long?> AddAsync(
        TriageDbContext db,
        RetrainingActor actor,
        FailurePattern pattern,
        TriggerDecision trigger,
        RepairKind repair,
        string repairReason,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var proposal = new RetrainingProposal
        {
            TenantId = pattern.TenantId,
            WorkflowId = pattern.WorkflowId,
            PatternId = pattern.Id,
            Trigger = trigger.Trigger,
            Reason = Texts.Cut(trigger.Reason, 1000),
            Repair = repair,
            RepairReason = Texts.Cut(repairReason, 1000),
            CreatedAt = now,
            CreatedBy = actor.Name,
        };
        db.RetrainingProposals.Add(proposal);
        AuditTrail.Add(
            db,
            now,
            actor.Audit,
            pattern.TenantId,
            AuditActions.RetrainingProposed,
            $"pattern {pattern.Id}: {pattern.Name}",
            new { Trigger = RetrainingWords.Key(trigger.Trigger), Repair = RetrainingWords.Key(repair) }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (statements.IsUniqueViolation(e))
        {
            db.ChangeTracker.Clear();
            return null;
        }

        notifier.Publish(pattern.WorkflowId);
        if (trigger.Trigger != RetrainingTrigger.Requested)
            await NotifyAsync(db, proposal, pattern, cancellationToken);
        return proposal.Id;
    }

    /// <summary>Closes an open proposal without a run.</summary>
    public async Task<Result> DismissAsync(
        RetrainingActor actor,
        long tenantId,
        long workflowId,
        long proposalId,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var text = Texts.Storable(reason ?? "").Trim();
        if (text.Length is 0 or > 1000)
            return Error.InvalidField("reason", "Enter a reason of at most 1,000 characters.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var proposal = await db.RetrainingProposals.SingleOrDefaultAsync(
            p => p.Id == proposalId && p.TenantId == tenantId && p.WorkflowId == workflowId,
            cancellationToken
        );
        if (proposal is null)
            return Error.NotFound("There is no such proposal.");
        if (proposal.State != ProposalState.Open)
            return Error.Conflict(
                proposal.State == ProposalState.Started
                    ? "A run of the proposal is in progress. Cancel it first."
                    : "The proposal is closed."
            );
        var now = time.GetUtcNow();
        (proposal.State, proposal.ClosedAt, proposal.ClosedBy, proposal.CloseReason) = (ProposalState.Dismissed, now, actor.Name, text);
        AuditTrail.Add(db, now, actor.Audit, tenantId, AuditActions.RetrainingDismissed, $"retraining proposal {proposalId}");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Conflict("Another user changed the proposal at the same time. The page shows the current state.");
        }

        notifier.Publish(workflowId);
        return Result.Done("The proposal is dismissed.");
    }

    private async Task NotifyAsync(
        TriageDbContext db,
        RetrainingProposal proposal,
        FailurePattern pattern,
        CancellationToken cancellationToken
    )
    {
        var workflow = await db
            .Workflows.Where(w => w.Id == pattern.WorkflowId)
            .Select(w => new { w.Key, Tenant = w.Tenant!.Key })
            .SingleAsync(cancellationToken);
        await notices.NotifyLeadsAsync(
            pattern.TenantId,
            pattern.WorkflowId,
            $"retraining proposal {proposal.Id}",
            $"A retraining of {workflow.Key} is proposed for {Texts.Cut(pattern.Name, 200)}: {proposal.Reason}",
            Addresses.Workflow("retraining", workflow.Tenant, workflow.Key),
            cancellationToken
        );
    }
}
