using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// Receives the messages of the configured topics of Kafka and commits their offsets after the commit of their events. All instances of
/// the console are one consumer group.
/// </summary>
internal sealed class KafkaConsumer(
    BusStatus status,
    BusIngest ingest,
    IOptions<BusOptions> bus,
    IOptions<IngestOptions> limits,
    TimeProvider time,
    ILogger<KafkaConsumer> logger
) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sources = status.Of(BusKind.Kafka).ToList();
        // The client waits for messages on the thread that asks for them.
        return sources.Count == 0 ? Task.CompletedTask : Task.Run(() => RunAsync(sources, stoppingToken), CancellationToken.None);
    }

    /// <summary>The client reconnects by itself. A new session is needed only after a fault that it cannot recover from.</summary>
    private async Task RunAsync(IReadOnlyList<BusSource> sources, CancellationToken stopping)
    {
        var pause = new BusPause(bus.Value.MaxRetrySeconds);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var session = new KafkaSession(sources, ingest, bus.Value, limits.Value, time, logger);
                await session.RunAsync(stopping);
            }
            catch (Exception e)
            {
                BusLog.Failed(logger, e, BusKind.Kafka);
                foreach (var source in sources)
                    source.Disconnected(e.Message);
                await Task.WhenAny(Task.Delay(pause.Next(), time, stopping));
            }
        }

        foreach (var source in sources)
            source.Disconnected(null);
    }
}
