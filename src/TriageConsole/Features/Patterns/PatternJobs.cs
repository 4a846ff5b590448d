using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Patterns;

/// <summary>Closes windows as they end.</summary>
internal sealed class WindowJob(WindowCloser closer, IProviderStatements statements, TimeProvider time, ILogger<WindowJob> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await PatternsLog.GuardAsync(logger, statements, async () =>
            {
                while (await closer.CloseDueAsync(stoppingToken) > 0)
                {
                }
            });
    }
}

/// <summary>Searches for patterns where there is something new, one workflow after the other.</summary>
internal sealed class PatternJob(PatternSearch search, IProviderStatements statements, TimeProvider time, ILogger<PatternJob> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await PatternsLog.GuardAsync(logger, statements, async () =>
            {
                foreach (var workflow in await search.DueAsync(stoppingToken))
                    await PatternsLog.GuardAsync(logger, statements, () => search.SearchAsync(workflow, stoppingToken));
            });
    }
}

internal static partial class PatternsLog
{
    /// <summary>A fault is logged and the work tried again at its next turn.</summary>
    public static async Task GuardAsync(ILogger logger, IProviderStatements statements, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (statements.IsTransient(e)) DatabaseAway(logger);
            else WorkFailed(logger, e);
        }
    }

    [LoggerMessage(300, LogLevel.Warning, "The database is away; windows and patterns follow when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(301, LogLevel.Error, "Windows or patterns could not be brought up to date; trying again")]
    public static partial void WorkFailed(ILogger logger, Exception exception);
}
