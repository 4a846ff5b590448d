using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Jobs;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>Assigns runs to instances. An instance that is killed loses its lease, and another one continues.</summary>
internal sealed class RunClaims(
    IDbContextFactory<TriageDbContext> contexts,
    InstanceName instance,
    TimeProvider time,
    IOptions<RetrainingOptions> options
)
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    private string Me => instance.Value;

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>Claims the first due run that no instance works on; null if there is none.</summary>
    /// <param name="commands">Whether to claim a run of a command: it occupies the instance for long.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<long?> TakeAsync(bool commands, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var free = db.RetrainingRuns.Where(r =>
            (r.Kind == ExecutorKind.Command) == commands
            && (
                r.State == RetrainingState.Validating
                || r.State == RetrainingState.Queued
                || r.State == RetrainingState.Running
                || r.State == RetrainingState.CancellationRequested
            )
            && r.NextStepAt <= now
            && (r.ClaimedUntil == null || r.ClaimedUntil < now)
        );
        var until = now + Lease;
        foreach (
            var id in await free.OrderBy(r => r.NextStepAt).ThenBy(r => r.Id).Select(r => r.Id).Take(10).ToListAsync(cancellationToken)
        )
            if (
                await free.Where(r => r.Id == id)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedBy, Me).SetProperty(r => r.ClaimedUntil, until), cancellationToken)
                == 1
            )
                return id;
        return null;
    }

    /// <summary>Renews the lease. Null if another instance has the run, otherwise its state.</summary>
    public async Task<RetrainingState?> RenewAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.GetUtcNow() + Lease;
        await Mine(db, runId).ExecuteUpdateAsync(s => s.SetProperty(r => r.ClaimedUntil, until), cancellationToken);
        return await Mine(db, runId).Select(r => (RetrainingState?)r.State).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Releases the run until its next step.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="pause">The pause until its next step.</param>
    /// <param name="failed">Whether the step counts as a failed attempt.</param>
    public async Task GiveBackAsync(long runId, TimeSpan pause, bool failed)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var next = time.GetUtcNow() + pause;
        await Mine(db, runId)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(r => r.ClaimedBy, (string?)null)
                    .SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null)
                    .SetProperty(r => r.Attempts, r => failed ? r.Attempts : 0)
                    // A cancellation or a result that arrived meanwhile does not wait.
                    .SetProperty(
                        r => r.NextStepAt,
                        r => r.State == RetrainingState.CancellationRequested || r.Received != null ? r.NextStepAt : next
                    )
            );
    }

    /// <summary>Counts a step that failed for a reason that may pass. The pause until the next attempt; null after the last.</summary>
    public async Task<TimeSpan?> FailedAsync(long runId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await Mine(db, runId).ExecuteUpdateAsync(s => s.SetProperty(r => r.Attempts, r => r.Attempts + 1));
        var attempts = await Mine(db, runId).Select(r => r.Attempts).SingleOrDefaultAsync();
        return attempts >= MaxAttempts ? null : FirstPause * Math.Pow(2, Math.Max(attempts, 1) - 1);
    }

    private IQueryable<RetrainingRun> Mine(TriageDbContext db, long runId) =>
        db.RetrainingRuns.Where(r => r.Id == runId && r.ClaimedBy == Me);
}
