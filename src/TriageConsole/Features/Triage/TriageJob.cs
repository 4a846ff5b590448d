using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Features.Triage;

/// <summary>Draws what waits, and ranks again after each search for patterns.</summary>
internal sealed class TriageJob(
    DrawService draws,
    RankingService ranking,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<TriageJob> logger
) : BackgroundService
{
    private readonly Dictionary<long, DateTimeOffset?> ranked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    foreach (var workflow in await draws.DueAsync(stoppingToken))
                        await JobGuard.RunAsync(logger, statements, () => draws.DrawAsync(workflow, stoppingToken), stoppingToken);
                },
                stoppingToken
            );
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    foreach (var (workflow, searched) in await ranking.SearchesAsync(stoppingToken))
                    {
                        if (searched is null || ranked.GetValueOrDefault(workflow) == searched)
                            continue;
                        await JobGuard.RunAsync(
                            logger,
                            statements,
                            async () =>
                            {
                                await ranking.RankAsync(workflow, stoppingToken);
                                ranked[workflow] = searched;
                            },
                            stoppingToken
                        );
                    }
                },
                stoppingToken
            );
        }
    }
}
