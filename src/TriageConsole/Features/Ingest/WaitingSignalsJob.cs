using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// A signal and its interaction that commit at the same moment do not see each other; this joins them shortly after. Safe on every
/// instance at once: each signal is joined by the instance that deletes its waiting row.
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
