using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Features.Outcomes;

/// <summary>Takes interactions from before there were rollups into them.</summary>
internal sealed class RollupBackfillJob(
    RollupBackfill backfill,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<RollupBackfillJob> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    while (await backfill.RunBatchAsync(stoppingToken)) { }
                },
                stoppingToken
            );
    }
}
