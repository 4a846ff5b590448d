using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Triage;

/// <summary>Draws what waits, and ranks anew after each search for patterns.</summary>
internal sealed class TriageJob(DrawService draws, RankingService ranking, IProviderStatements statements, TimeProvider time, ILogger<TriageJob> logger) : BackgroundService
{
    private readonly Dictionary<long, DateTimeOffset?> ranked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await GuardAsync(async () =>
            {
                foreach (var workflow in await draws.DueAsync(stoppingToken)) await GuardAsync(() => draws.DrawAsync(workflow, stoppingToken));
            });
            await GuardAsync(async () =>
            {
                foreach (var (workflow, searched) in await ranking.SearchesAsync(stoppingToken))
                {
                    if (searched is null || ranked.GetValueOrDefault(workflow) == searched) continue;
                    await GuardAsync(async () =>
                    {
                        await ranking.RankAsync(workflow, stoppingToken);
                        ranked[workflow] = searched;
                    });
                }
            });
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (statements.IsTransient(e)) TriageLog.DatabaseAway(logger);
            else TriageLog.WorkFailed(logger, e);
        }
    }
}

internal static partial class TriageLog
{
    [LoggerMessage(310, LogLevel.Warning, "The database is away; draws follow when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(311, LogLevel.Error, "Drawing or ranking failed; trying again")]
    public static partial void WorkFailed(ILogger logger, Exception exception);
}
