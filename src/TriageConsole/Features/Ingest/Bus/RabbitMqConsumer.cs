using Microsoft.Extensions.Options;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// Receives the messages of the configured queues of RabbitMQ and acknowledges each after the commit of its events. Each instance of the
/// console does; the broker distributes the messages.
/// </summary>
internal sealed class RabbitMqConsumer(
    BusStatus status,
    BusIngest ingest,
    IOptions<BusOptions> bus,
    IOptions<IngestOptions> limits,
    TimeProvider time,
    ILogger<RabbitMqConsumer> logger
) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(status.Of(BusKind.RabbitMq).Select(s => Task.Run(() => RunAsync(s, stoppingToken), CancellationToken.None)));

    /// <summary>Opens one session after the other until the app stops.</summary>
    private async Task RunAsync(BusSource source, CancellationToken stopping)
    {
        var pause = new BusPause(bus.Value.MaxRetrySeconds);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var session = await RabbitMqSession.OpenAsync(bus.Value.RabbitMq, source, stopping);
                source.Connected();
                BusLog.Connected(logger, source.Kind, source.Name);
                await ReceiveAsync(session, source, pause, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The app stops. What is not acknowledged stays in the queue.
            }
            catch (Exception e)
            {
                // The innermost message names the cause; none of them contains the address with its password.
                var why = e.GetBaseException().Message;
                if (source.Disconnected(why))
                    BusLog.Disconnected(logger, source.Kind, source.Name, why);
                await WaitAsync(pause.Next(), stopping);
            }
        }

        source.Disconnected(null);
    }

    private async Task ReceiveAsync(RabbitMqSession session, BusSource source, BusPause reconnect, CancellationToken stopping)
    {
        while (true)
        {
            var deliveries = await session.NextAsync(limits.Value.BatchLines, limits.Value.BatchBytes, stopping);
            var batch = deliveries.Select(d => (Delivery: d, Message: new BusMessage(source, d.Body, d.Key))).ToList();
            while (batch.Count > 0)
            {
                var refusals = await StoreAsync(session, source, batch.ConvertAll(b => b.Message), stopping);
                var done = batch.GetRange(0, refusals.Count);
                batch.RemoveRange(0, refusals.Count);
                await Task.WhenAll(
                    done.Zip(refusals)
                        .Where(b => b.Second is not null)
                        .Select(b => session.DeadLetterAsync(b.First.Delivery, b.Second!, time.GetUtcNow(), stopping))
                );
                await session.AcknowledgeAsync(done[^1].Delivery.Tag);
                var refused = refusals.Count(r => r is not null);
                source.Acknowledged(done.Count, refused);
                if (refused > 0)
                    BusLog.DeadLettered(logger, refused, source.Name, refusals.First(r => r is not null)!.Reason);
            }

            source.Waiting(await session.CountAsync(stopping));
            // Only now: a broker that takes the connection and then refuses everything is not asked without a pause.
            reconnect.Reset();
        }
    }

    /// <summary>
    /// Stores the first messages of a batch, as many as the limits of their keys allow, and at least one. While none can be stored all stay
    /// unacknowledged, and the same batch is tried again.
    /// </summary>
    /// <exception cref="IOException">The channel was closed meanwhile, so the messages are delivered again.</exception>
    private async Task<IReadOnlyList<Refusal?>> StoreAsync(
        RabbitMqSession session,
        BusSource source,
        IReadOnlyList<BusMessage> messages,
        CancellationToken stopping
    )
    {
        var pause = new BusPause(bus.Value.MaxRetrySeconds);
        while (true)
        {
            TimeSpan wait;
            try
            {
                // A batch that has begun is completed when the app stops: it ends soon, and its messages need not be delivered again.
                var stored = await ingest.StoreAsync(messages, CancellationToken.None);
                BusProblems.Tell(logger, source, stored.Limit);
                if (stored.Refusals.Count > 0)
                    return stored.Refusals;
                wait = pause.UpTo(stored.Limit!.RetryAfter);
            }
            catch (Exception e)
            {
                BusProblems.Tell(logger, source, e);
                wait = pause.Next();
            }

            source.Waiting(await session.CountAsync(stopping));
            await Task.WhenAny(WaitAsync(wait, stopping), session.Closed);
            stopping.ThrowIfCancellationRequested();
            if (!session.IsOpen)
                throw new IOException("The broker closed the channel while messages waited.");
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }
    }
}
