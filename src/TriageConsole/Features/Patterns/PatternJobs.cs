using TriageConsole.Data.Providers;
using TriageConsole.Live;

namespace TriageConsole.Features.Patterns;

/// <summary>Closes windows as they end.</summary>
internal sealed class WindowJob(WindowCloser closer, IProviderStatements statements, TimeProvider time, ILogger<WindowJob> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    while (await closer.CloseDueAsync(stoppingToken) > 0) { }
                },
                stoppingToken
            );
    }
}

/// <summary>Searches for patterns where there is something new, one workflow after the other.</summary>
internal sealed class PatternJob(PatternSearch search, IProviderStatements statements, TimeProvider time, ILogger<PatternJob> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    foreach (var workflow in await search.DueAsync(stoppingToken))
                        await JobGuard.RunAsync(logger, statements, () => search.SearchAsync(workflow, stoppingToken), stoppingToken);
                },
                stoppingToken
            );
    }
}
