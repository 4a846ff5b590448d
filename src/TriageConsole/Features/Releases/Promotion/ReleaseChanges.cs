using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Live;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>Changes of the live release: one transaction, a check after the commit, a notification of all instances and pages.</summary>
public sealed class ReleaseChanges(
    IDbContextFactory<TriageDbContext> contexts,
    IProviderStatements statements,
    ReleaseNotices news,
    RoutingChange routing,
    ILogger<ReleaseChanges> logger
)
{
    /// <summary>
    /// A request does not fail because the console itself wrote at the same time: after a conflict it runs up to two more times. It fails
    /// if another user was first.
    /// </summary>
    public static async Task<Result<long>> RetryAsync(Func<Task<Result<long>>> attempt)
    {
        var result = await attempt();
        for (var again = 0; again < 2 && ReferenceEquals(result.Error, ReleaseErrors.ChangedMeanwhile); again++)
            result = await attempt();
        return result;
    }

    /// <summary>Runs the change in one transaction. Null if it is committed and verified, otherwise the error.</summary>
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
        // Verify on a new connection: a rollback without effect must not be reported as done.
        if (
            liveAfter is { State: ReleaseState.Live }
            && !await fresh.Releases.AnyAsync(r => r.Id == liveAfter.Id && r.State == ReleaseState.Live, CancellationToken.None)
        )
            return ReleaseErrors.ChangedMeanwhile;
        // The change is committed. If a notice fails here, the job sends it later.
        await JobGuard.RunAsync(logger, statements, () => news.NotifyAsync(workflowId, CancellationToken.None), CancellationToken.None);
        return null;
    }
}
