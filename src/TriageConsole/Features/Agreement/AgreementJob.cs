using System.Diagnostics;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Live;

namespace TriageConsole.Features.Agreement;

/// <summary>
/// Counts beside the labeling: soon after a label came, a batch of each workflow in turn, and never more than half of the time.
/// </summary>
internal sealed class AgreementJob(
    AgreementCounter counter,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<AgreementJob> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var worked = await RoundAsync(stoppingToken);
            // After each round as long a rest as it took: labelers go first.
            await Task.Delay(worked ? Stopwatch.GetElapsedTime(began) : Pause, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What fails in one workflow keeps no other waiting.</summary>
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var worked = false;
        await JobGuard.RunAsync(
            logger,
            statements,
            async () =>
            {
                foreach (var workflow in await counter.BehindAsync(cancellationToken))
                    await JobGuard.RunAsync(
                        logger,
                        statements,
                        async () => worked |= await counter.CountBatchAsync(workflow, cancellationToken),
                        cancellationToken
                    );
            },
            cancellationToken
        );
        return worked;
    }
}

/// <summary>Fits consensus anew where labels changed, on a clock of its own: a long fit keeps no count waiting.</summary>
internal sealed class ConsensusJob(
    ConsensusService consensus,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<AgreementJob> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await JobGuard.RunAsync(
                logger,
                statements,
                async () =>
                {
                    foreach (var criterion in await consensus.DueAsync(stoppingToken))
                        await JobGuard.RunAsync(logger, statements, () => consensus.FitAsync(criterion, stoppingToken), stoppingToken);
                },
                stoppingToken
            );
    }
}
