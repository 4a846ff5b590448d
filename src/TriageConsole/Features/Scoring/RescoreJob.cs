using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Scoring;

/// <summary>Rescores what is due.</summary>
internal sealed class RescoreJob(RescoreService rescore, IProviderStatements statements, TimeProvider time, ILogger<RescoreJob> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await rescore.RunBatchAsync(stoppingToken)) { }
            }
            catch (Exception e) when (!statements.IsCancellation(e, stoppingToken))
            {
                if (statements.IsTransient(e))
                    ScoringLog.DatabaseAway(logger);
                else
                    ScoringLog.RescoreFailed(logger, e);
            }
        }
    }
}

internal static partial class ScoringLog
{
    [LoggerMessage(110, LogLevel.Error, "Rescoring failed; trying again")]
    public static partial void RescoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(111, LogLevel.Warning, "The database is unreachable; rescoring goes on when it is back")]
    public static partial void DatabaseAway(ILogger logger);
}
