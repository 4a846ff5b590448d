using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// A signal and its interaction that commit at the same moment do not see each other; this joins them shortly after. Safe on every
/// instance at once: each signal is joined by whoever deletes its waiting row.
/// </summary>
internal sealed class WaitingSignalsJob(
    IngestService ingest,
    IProviderStatements statements,
    TimeProvider time,
    ILogger<WaitingSignalsJob> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ingest.JoinWaitingAsync(stoppingToken) > 0) { }
            }
            catch (Exception e) when (!statements.IsCancellation(e, stoppingToken))
            {
                if (statements.IsTransient(e))
                    IngestLog.DatabaseAway(logger);
                else
                    IngestLog.JoinFailed(logger, e);
            }
        }
    }
}

internal static partial class IngestLog
{
    [LoggerMessage(100, LogLevel.Warning, "The database is away; waiting signals are joined when it is back")]
    public static partial void DatabaseAway(ILogger logger);

    [LoggerMessage(101, LogLevel.Error, "Joining waiting signals failed; trying again")]
    public static partial void JoinFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Error, "A line could not be stored and was set aside; its neighbours were stored")]
    public static partial void LineNotStored(ILogger logger, Exception exception);
}
