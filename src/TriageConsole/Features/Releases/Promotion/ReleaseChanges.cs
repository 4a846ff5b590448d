using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Live;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Changes of what is live: one transaction, read back, and told to every instance and page.</summary>
public sealed class ReleaseChanges(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ReleaseNotices news,
    RoutingChange routing,
    ILogger<ReleaseChanges> logger
)
{
    /// <summary>
    /// A request must not fail because the console itself wrote at that moment: on a conflict it is tried again, and refused where another
    /// user was first.
    /// </summary>
    public static async Task<Result<long>> RetryAsync(Func<Task<Result<long>>> attempt)
    {
        var result = await attempt();
        for (var again = 0; again < 2 && ReferenceEquals(result.Error, ReleaseErrors.ChangedMeanwhile); again++)
            result = await attempt();
        return result;
    }

    /// <summary>The change in one transaction; null where it is done and read back, else why not.</summary>
    public async Task<Error?> RunAsync(
        long workflowId,
        TriageDbContext db,
        Func<Task> change,
        Release? liveAfter,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await change();
            await routing.CommitAsync(db, transaction, workflowId, cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || statements.IsUniqueViolation(e) || statements.IsDeadlock(e))
        {
            return ReleaseErrors.ChangedMeanwhile;
        }

        await using var fresh = await contexts.CreateDbContextAsync(CancellationToken.None);
        // Read back, by a connection that knows nothing of the change: a rollback that did nothing must not look done.
        if (
            liveAfter is { State: ReleaseState.Live }
            && !await fresh.Releases.AnyAsync(r => r.Id == liveAfter.Id && r.State == ReleaseState.Live, CancellationToken.None)
        )
            return ReleaseErrors.ChangedMeanwhile;
        // It is done: news that cannot be told now are told by the job.
        await JobGuard.RunAsync(logger, statements, () => news.NotifyAsync(workflowId, CancellationToken.None), CancellationToken.None);
        return null;
    }
}
