using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Live;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>Changes the states of runs and writes their logs. What another instance changed meanwhile is not changed again.</summary>
internal sealed class RunChanges(
    IDbContextFactory<TriageDbContext> contexts,
    NoticeService notices,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    private const int MaxAttempts = 5;

    /// <summary>Moves a run to a state, and its proposal with it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="to">The new state.</param>
    /// <param name="text">Why, for the log.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="also">Other changes of the run that belong to the change.</param>
    /// <param name="actor">Who asked for it; the console by default.</param>
    /// <returns>The run after the change; null if its state does not allow the change.</returns>
    public async Task<RetrainingRun?> MoveAsync(
        long runId,
        RetrainingState to,
        string text,
        CancellationToken cancellationToken,
        Func<TriageDbContext, RetrainingRun, Task>? also = null,
        RetrainingActor? actor = null
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var run = await db.RetrainingRuns.SingleAsync(r => r.Id == runId, cancellationToken);
            if (!RetrainingRun.IsLegal(run.State, to))
                return null;
            var now = time.GetUtcNow();
            (run.PreviousState, run.State, run.NextStepAt, run.Attempts) = (run.State, to, now, 0);
            if (also is not null)
                await also(db, run);
            db.RetrainingEvents.Add(Entry(runId, now, RetrainingEventKind.State, text, to));
            if (RetrainingRun.IsEnd(to))
                await EndAsync(db, run, text, actor ?? RetrainingActor.Console, now, cancellationToken);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                // Read the state again: it can forbid the change now.
                continue;
            }

            notifier.Publish(run.WorkflowId);
            if (RetrainingRun.IsEnd(to))
                await NotifyAsync(db, run, cancellationToken);
            return run;
        }
    }

    /// <summary>Adds entries to the log of a run.</summary>
    public async Task LogAsync(long runId, RetrainingEventKind kind, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        db.RetrainingEvents.AddRange(texts.Select(t => Entry(runId, now, kind, t)));
        await db.SaveChangesAsync(cancellationToken);
        notifier.Publish(await db.RetrainingRuns.Where(r => r.Id == runId).Select(r => r.WorkflowId).SingleAsync(cancellationToken));
    }

    internal static RetrainingEvent Entry(
        long runId,
        DateTimeOffset at,
        RetrainingEventKind kind,
        string text,
        RetrainingState? state = null
    ) =>
        new()
        {
            RunId = runId,
            At = at,
            Kind = kind,
            State = state,
            Text = Texts.Cut(Texts.Storable(text), RetrainingEvent.MaxText),
        };

    private static async Task EndAsync(
        TriageDbContext db,
        RetrainingRun run,
        string text,
        RetrainingActor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        (run.FinishedAt, run.TokenHash, run.Received) = (now, null, null);
        run.Message = Texts.Cut(Texts.Storable(text), 2000);
        var proposal = await db.RetrainingProposals.SingleAsync(p => p.Id == run.ProposalId, cancellationToken);
        if (run.State == RetrainingState.Succeeded)
        {
            (proposal.State, proposal.ClosedAt) = (ProposalState.Done, now);
            (proposal.ClosedBy, proposal.CloseReason) = (actor.Name, $"Run {run.Id} succeeded.");
        }
        else
        {
            // Another run can be started.
            proposal.State = ProposalState.Open;
        }

        AuditTrail.Add(
            db,
            now,
            actor.Audit,
            run.TenantId,
            AuditActions.RetrainingEnded,
            $"retraining run {run.Id}",
            new { State = RetrainingWords.Key(run.State), Release = run.ResultReleaseId }
        );
    }

    private async Task NotifyAsync(TriageDbContext db, RetrainingRun run, CancellationToken cancellationToken)
    {
        var workflow = await db
            .Workflows.Where(w => w.Id == run.WorkflowId)
            .Select(w => new { w.Key, Tenant = w.Tenant!.Key })
            .SingleAsync(cancellationToken);
        await notices.NotifyLeadsAsync(
            run.TenantId,
            run.WorkflowId,
            $"retraining run {run.Id}",
            $"Retraining run {run.Id} of {workflow.Key}: {RetrainingWords.Words(run.State)}. {run.Message}",
            Addresses.Workflow("retraining", workflow.Tenant, workflow.Key, $"{run.Id}"),
            cancellationToken
        );
    }
}
