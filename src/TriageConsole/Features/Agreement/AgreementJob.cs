using System.Diagnostics;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Agreement;

/// <summary>Counts beside the labeling: soon after a label came, and never more than a part of the time.</summary>
internal sealed class AgreementJob(AgreementCounter counter, ConsensusService consensus, IProviderStatements statements, TimeProvider time, ILogger<AgreementJob> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var workflow in await counter.BehindAsync(stoppingToken)) await CountAsync(workflow, stoppingToken);
                foreach (var criterion in await consensus.DueAsync(stoppingToken)) await consensus.FitAsync(criterion, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (statements.IsTransient(e)) AgreementLog.DatabaseAway(logger);
                else AgreementLog.CountFailed(logger, e);
            }
        }
    }

    /// <summary>After each batch as long a rest as it took: labelers go first.</summary>
    private async Task CountAsync(long workflow, CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            if (!await counter.CountBatchAsync(workflow, cancellationToken)) return;
            await Task.Delay(Stopwatch.GetElapsedTime(began), time, cancellationToken);
        }
    }
}

internal static partial class AgreementLog
{
    [LoggerMessage(200, LogLevel.Warning, "The database is away; agreement is counted when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(201, LogLevel.Error, "Counting agreement failed; trying again")]
    public static partial void CountFailed(ILogger logger, Exception exception);
}
