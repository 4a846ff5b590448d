using Microsoft.Extensions.Logging;
using TriageConsole.Data.Hosting;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// Restarts the embedded server after it died (killed, out of memory), on the same port, so that connection pools reconnect.
/// </summary>
public sealed partial class LocalPostgresSupervisor(LocalPostgresServer server, TimeProvider time, ILogger<LocalPostgresSupervisor> logger)
    : LoopService(TimeSpan.FromMilliseconds(500), time)
{
    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        if (server.IsAlive)
            return;
        LogDied(server.ClusterFolder);
        if (await server.ReviveAsync(stoppingToken))
            LogRevived();
    }

    protected override void OnFault(Exception fault) => LogFailed(fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL on {Cluster} is not running any more; starting it again")]
    private partial void LogDied(string cluster);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL is running again")]
    private partial void LogRevived();

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL could not be started again; another attempt follows")]
    private partial void LogFailed(Exception exception);
}
