using TriageConsole.Data.Providers;

namespace TriageConsole.Live;

/// <summary>What every background job does with a fault: it is logged, and the work tried again at its next turn.</summary>
internal static partial class JobGuard
{
    /// <summary>
    /// Does the work until <paramref name="cancellationToken"/> asks for its end; what fails in one workflow keeps no other waiting where
    /// each has a guard of its own.
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

    [LoggerMessage(3, LogLevel.Warning, "The database is away; background work goes on when it is back")]
    private static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "Background work failed; trying again")]
    private static partial void WorkFailed(ILogger logger, Exception exception);
}
