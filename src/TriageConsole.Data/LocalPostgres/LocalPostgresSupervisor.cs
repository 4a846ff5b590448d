using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// Restarts the embedded server after it died (killed, out of memory), on the same port, so that connection pools reconnect.
/// </summary>
public sealed partial class LocalPostgresSupervisor(LocalPostgresServer server, TimeProvider time, ILogger<LocalPostgresSupervisor> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (server.IsAlive)
                    continue;
                LogDied(server.ClusterFolder);
                if (await server.ReviveAsync(stoppingToken))
                    LogRevived();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL on {Cluster} is not running any more; starting it again")]
    private partial void LogDied(string cluster);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL runs again")]
    private partial void LogRevived();

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL could not be started again; the next try follows")]
    private partial void LogFailed(Exception exception);
}
