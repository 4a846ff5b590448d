using System.Diagnostics;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Agreement;

/// <summary>Counts beside the labeling: soon after a label came, a batch of each workflow in turn, and never more than half of the time.</summary>
internal sealed class AgreementJob(AgreementCounter counter, IProviderStatements statements, TimeProvider time, ILogger<AgreementJob> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var worked = await RoundAsync(stoppingToken);
            // After each round as long a rest as it took: labelers go first.
            await Task.Delay(worked ? Stopwatch.GetElapsedTime(began) : Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What fails in one workflow keeps no other waiting.</summary>
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var worked = false;
        await AgreementLog.GuardAsync(logger, statements, async () =>
        {
            foreach (var workflow in await counter.BehindAsync(cancellationToken))
                await AgreementLog.GuardAsync(logger, statements, async () => worked |= await counter.CountBatchAsync(workflow, cancellationToken));
        });
        return worked;
    }
}

/// <summary>Fits consensus anew where labels changed, on a clock of its own: a long fit keeps no count waiting.</summary>
internal sealed class ConsensusJob(ConsensusService consensus, IProviderStatements statements, TimeProvider time, ILogger<AgreementJob> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await AgreementLog.GuardAsync(logger, statements, async () =>
            {
                foreach (var criterion in await consensus.DueAsync(stoppingToken))
                    await AgreementLog.GuardAsync(logger, statements, () => consensus.FitAsync(criterion, stoppingToken));
            });
    }
}

internal static partial class AgreementLog
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
            else CountFailed(logger, e);
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "The database is away; agreement is counted when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(201, LogLevel.Error, "Counting agreement failed; trying again")]
    public static partial void CountFailed(ILogger logger, Exception exception);
}
