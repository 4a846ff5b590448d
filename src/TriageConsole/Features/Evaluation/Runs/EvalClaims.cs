using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Evaluation;
using TriageConsole.Jobs;
using TriageConsole.Live;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>
/// Assigns runs to instances and counts attempts. A failed run is tried again later, after waiting runs. After
/// <see cref="MaxAttempts"/> attempts without progress it ends as failed, with its reason.
/// </summary>
internal sealed class EvalClaims(
    IDbContextFactory<TriageDbContext> contexts,
    ChangeNotifier notifier,
    InstanceName instance,
    TimeProvider time,
    IOptions<EvaluationOptions> options
)
{
    public const int MaxAttempts = 5;

    private const int MessageLength = 4000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>The name of this instance in the lease of a run.</summary>
    public string Me => instance.Value;

    public IQueryable<EvalRun> Mine(TriageDbContext db, long runId) => db.EvalRuns.Where(r => r.Id == runId && r.ClaimedBy == Me);

    /// <summary>Claims the first run that no instance works on and whose next attempt is due.</summary>
    public async Task<long?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var free = db.EvalRuns.Where(r =>
            (r.State == EvalState.Queued || r.State == EvalState.Running)
            && (r.ClaimedUntil == null || r.ClaimedUntil < now || (r.ClaimedBy == null && r.CancelRequestedAt != null))
        );
        var due = await free.OrderBy(r => r.Id)
            .Select(r => new { r.Id, IsUsedUp = r.Attempts >= MaxAttempts && r.CancelRequestedAt == null })
            .Take(10)
            .ToListAsync(cancellationToken);
        foreach (var run in due)
        {
            var until = now.AddSeconds(options.Value.LeaseSeconds);
            var mine = await free.Where(r => r.Id == run.Id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(r => r.ClaimedBy, Me)
                            .SetProperty(r => r.ClaimedUntil, until)
                            .SetProperty(r => r.State, EvalState.Running)
                            .SetProperty(r => r.Attempts, r => r.Attempts + 1)
                            .SetProperty(r => r.StartedAt, r => r.StartedAt ?? now),
                    cancellationToken
                );
            if (mine != 1)
                continue;
            if (!run.IsUsedUp)
                return run.Id;
            // The instances that tried ended without storing a reason.
            await EndAsync(db, run.Id, "The instance ended during each attempt before an item was done.", MaxAttempts);
        }

        return null;
    }

    /// <summary>Renews the lease and stores the counts. Returns whether the work must end.</summary>
    public async Task<(long WorkflowId, bool IsOver)> RenewAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.GetUtcNow().AddSeconds(options.Value.LeaseSeconds);
        var (done, failed) = await CountAsync(db, runId, cancellationToken);
        var held = await Mine(db, runId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.ClaimedUntil, until)
                        // Progress resets the count: it limits attempts without progress.
                        .SetProperty(r => r.Attempts, r => r.Done < done ? 1 : r.Attempts)
                        .SetProperty(r => r.Done, done)
                        .SetProperty(r => r.Failed, failed),
                cancellationToken
            );
        var run = await db
            .EvalRuns.Where(r => r.Id == runId)
            .Select(r => new { r.WorkflowId, r.CancelRequestedAt })
            .SingleAsync(cancellationToken);
        return (run.WorkflowId, held == 0 || run.CancelRequestedAt is not null);
    }

    public async Task CancelledAsync(long runId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var (now, (done, failed)) = (time.GetUtcNow(), await CountAsync(db, runId, CancellationToken.None));
        await Mine(db, runId)
            .Where(r => r.State == EvalState.Running && r.CancelRequestedAt != null)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, EvalState.Cancelled)
                    .SetProperty(r => r.FinishedAt, now)
                    .SetProperty(r => r.Done, done)
                    .SetProperty(r => r.Failed, failed)
            );
        notifier.Publish(await db.EvalRuns.Where(r => r.Id == runId).Select(r => r.WorkflowId).SingleAsync());
    }

    /// <summary>Records a failed attempt: the next one is due after a pause, or the run ends.</summary>
    public async Task FailedAsync(long runId, Exception fault)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var attempts = await Mine(db, runId).Select(r => (int?)r.Attempts).SingleOrDefaultAsync();
        if (attempts is null)
            return;
        if (attempts >= MaxAttempts)
        {
            await EndAsync(db, runId, Texts.Storable(fault.Message), attempts.Value);
            return;
        }

        var next = time.GetUtcNow() + (FirstPause * Math.Pow(2, attempts.Value - 1));
        await Mine(db, runId)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedBy, (string?)null).SetProperty(r => r.ClaimedUntil, next));
    }

    /// <summary>Releases the run. An attempt that ended because the instance stops or the database is unavailable does not count.</summary>
    public async Task GiveBackAsync(long runId, bool isExternalFault)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await Mine(db, runId)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.ClaimedBy, (string?)null)
                    .SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null)
                    .SetProperty(r => r.Attempts, r => isExternalFault && r.Attempts > 0 ? r.Attempts - 1 : r.Attempts)
            );
    }

    private async Task EndAsync(TriageDbContext db, long runId, string why, int attempts)
    {
        var run = await Mine(db, runId).Select(r => new { r.WorkflowId, r.Message }).SingleOrDefaultAsync();
        if (run is null)
            return;
        var now = time.GetUtcNow();
        var (done, failed) = await CountAsync(db, runId, CancellationToken.None);
        var message = Texts.Cut($"{run.Message}\nIt failed {attempts} times. Last error: {why}".TrimStart('\n'), MessageLength);
        await Mine(db, runId)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.State, EvalState.Failed)
                    .SetProperty(r => r.FinishedAt, now)
                    .SetProperty(r => r.Done, done)
                    .SetProperty(r => r.Failed, failed)
                    .SetProperty(r => r.Message, message)
                    .SetProperty(r => r.ClaimedBy, (string?)null)
                    .SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null)
            );
        notifier.Publish(run.WorkflowId);
    }

    private static async Task<(int Done, int Failed)> CountAsync(TriageDbContext db, long runId, CancellationToken cancellationToken)
    {
        var counts = await db
            .EvalItems.Where(i => i.RunId == runId && (i.State == EvalItemState.Scored || i.State == EvalItemState.Failed))
            .GroupBy(i => i.Error == null)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return (counts.Sum(c => c.Count), counts.Where(c => !c.Key).Sum(c => c.Count));
    }
}
