using Microsoft.EntityFrameworkCore;
using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Jobs;
using TriageConsole.Data.Providers;

namespace TriageConsole.Jobs;

/// <summary>One run of a job: its cancellation and its errors.</summary>
public sealed class JobRun(
    string job,
    bool byHand,
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    TimeProvider time,
    ILogger logger,
    CancellationToken cancellationToken
)
{
    /// <summary>Attempts per item before it counts as failed.</summary>
    public const int MaxAttempts = 10;

    private const int ReasonLength = 1000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>Time until a failed item is tried again, because the cause may have been fixed.</summary>
    private static readonly TimeSpan FailedPause = TimeSpan.FromDays(1);

    private int failures;

    /// <summary>Cancelled when the instance stops.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The reason why the run failed; null without errors.</summary>
    public string? Reason { get; private set; }

    /// <summary>
    /// Does a part of the work. An error is logged and fails the run, but the following parts still run. A cancellation other than this
    /// run's own counts as an error.
    /// </summary>
    /// <param name="what">Name of the part for admins.</param>
    /// <param name="work">The work.</param>
    /// <returns>False if it failed.</returns>
    public async Task<bool> GuardAsync(string what, Func<Task> work) => await TryAsync(what, work) is null;

    /// <summary>
    /// As <see cref="GuardAsync"/>, for an item that can fail repeatedly. It is repeated with growing pauses and counts as failed after
    /// <see cref="MaxAttempts"/>.
    /// </summary>
    /// <param name="item">The id of the item.</param>
    /// <param name="what">Name of the item for admins.</param>
    /// <param name="work">The work.</param>
    /// <returns>False if it failed or if its next attempt is not due.</returns>
    public async Task<bool> ItemAsync(long item, string what, Func<Task> work)
    {
        var before = await FindAsync(item);
        if (before is not null && !byHand && before.NextAttemptAt > time.GetUtcNow())
        {
            // Report the failure until the item succeeds; otherwise an admin would see no error.
            if (before.FailedAt is not null)
                Fail(before.Reason);
            return false;
        }

        if (await TryAsync(what, work) is not { } reason)
        {
            if (before is not null)
                await RemoveAsync(item);
            return true;
        }

        // Transient database errors are not counted against the item.
        if (reason.Length > 0)
            await StoreAsync(item, (before?.Attempts ?? 0) + 1, reason);
        return false;
    }

    internal void Fail(string what, Exception e)
    {
        if (statements.IsTransient(e))
            JobLog.DatabaseAway(logger, job);
        else
            JobLog.RunFailed(logger, job, e);
        Fail(Text(what, e));
    }

    /// <summary>Null for success; otherwise the reason, which is empty for transient database errors.</summary>
    private async Task<string?> TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(what, e);
            return statements.IsTransient(e) ? "" : Text(what, e);
        }
    }

    private void Fail(string reason)
    {
        failures++;
        var first = Reason?.Split('\n')[0] ?? reason;
        Reason = Texts.Cut(failures == 1 ? first : $"{first}\nAnd {failures - 1} more.", ReasonLength);
    }

    private string Text(string what, Exception e)
    {
        var why = statements.IsTransient(e) ? "The database is unreachable." : Texts.Storable(e.Message).ReplaceLineEndings(" ");
        return Texts.Cut(what.Length == 0 ? why : $"{what}: {why}", ReasonLength - 50);
    }

    private async Task<JobItem?> FindAsync(long item)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobItems.AsNoTracking().SingleOrDefaultAsync(i => i.JobName == job && i.ItemId == item, cancellationToken);
    }

    private async Task RemoveAsync(long item)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobItems.Where(i => i.JobName == job && i.ItemId == item).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task StoreAsync(long item, int attempts, string reason)
    {
        var now = time.GetUtcNow();
        var failed = attempts >= MaxAttempts;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.JobItems.SingleOrDefaultAsync(i => i.JobName == job && i.ItemId == item, cancellationToken);
        if (row is null)
            db.JobItems.Add(
                row = new JobItem
                {
                    JobName = job,
                    ItemId = item,
                    Reason = reason,
                }
            );
        (row.Attempts, row.Reason) = (attempts, reason);
        row.FailedAt = failed ? now : null;
        row.NextAttemptAt = now + (failed ? FailedPause : FirstPause * Math.Pow(2, attempts - 1));
        await db.SaveChangesAsync(cancellationToken);
    }
}
