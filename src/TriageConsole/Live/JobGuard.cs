using TriageConsole.Data.Providers;

namespace TriageConsole.Live;

/// <summary>The common error handling of background work: log the error, and repeat the work in the next round.</summary>
internal static partial class JobGuard
{
    /// <summary>
    /// Runs the work until <paramref name="cancellationToken"/> is cancelled. With one guard per workflow, an error in one does not delay
    /// the others.
    /// </summary>
    public static async Task RunAsync(ILogger logger, IProviderStatements statements, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!statements.IsCancellation(e, cancellationToken))
        {
            if (statements.IsTransient(e))
                DatabaseAway(logger);
            else
                WorkFailed(logger, e);
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "The database is unreachable; background work continues when it is back")]
    private static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "Background work failed; trying again")]
    private static partial void WorkFailed(ILogger logger, Exception exception);
}
