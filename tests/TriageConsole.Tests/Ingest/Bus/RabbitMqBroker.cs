using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>A private node of RabbitMQ.</summary>
public sealed class RabbitMqBroker : IBroker
{
    /// <summary>A killed broker confirms nothing; the messages are sent again, which changes nothing.</summary>
    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(10);

    private readonly RabbitMqNode node = new();
    private IConnection? connection;

    public BusKind Kind => BusKind.RabbitMq;

    public Task StartAsync() => node.StartAsync();

    public IEnumerable<KeyValuePair<string, string?>> Settings(params BusSourceOptions[] sources)
    {
        yield return new("Bus:RabbitMq:Uri", node.Uri);
        foreach (var setting in BusSettings.Of("Bus:RabbitMq:Queues", sources))
            yield return setting;
    }

    public async Task CreateAsync(BusSourceOptions source)
    {
        await using var channel = await OpenAsync();
        await channel.QueueDeclareAsync(
            source.Name,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
    }

    public async Task DeleteAsync(string queue)
    {
        await using var channel = await OpenAsync();
        await channel.QueueDeleteAsync(queue);
    }

    /// <summary>The arguments of an existing queue must be the same in a second declaration.</summary>
    public async Task<bool> IsQuorumAsync(string queue)
    {
        try
        {
            await CreateAsync(new BusSourceOptions { Name = queue });
            return true;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            return e.ShutdownReason.ReplyText.Contains("x-dead-letter", StringComparison.Ordinal);
        }
    }

    public async Task PublishAsync(string source, IEnumerable<OutgoingMessage> messages)
    {
        IChannel? channel = null;
        foreach (var chunk in messages.Chunk(100))
        {
            var isConfirmed = false;
            await Wait.UntilAsync(
                async () =>
                {
                    try
                    {
                        channel ??= await OpenAsync();
                        await Task.WhenAll(chunk.Select(m => PublishAsync(channel, source, m))).WaitAsync(Unconfirmed);
                        isConfirmed = true;
                    }
                    catch (Exception e)
                        when (e
                                is RabbitMQClientException
                                    or IOException
                                    or SocketException
                                    or OperationCanceledException
                                    or TimeoutException
                        )
                    {
                        channel = null;
                    }

                    return isConfirmed;
                },
                "The messages are confirmed"
            );
        }

        if (channel is not null)
            await channel.DisposeAsync();
    }

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string name, int expected)
    {
        var letters = new List<DeadLetter>();
        await using var channel = await OpenAsync();
        async Task<bool> TakeAsync()
        {
            if (await channel.BasicGetAsync(name, autoAck: true) is not { } got)
                return false;
            var headers = got.BasicProperties.Headers!.ToDictionary(
                h => h.Key,
                h => h.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : h.Value?.ToString() ?? ""
            );
            letters.Add(new DeadLetter(got.Body.ToArray(), headers));
            return true;
        }

        await Wait.UntilAsync(async () => letters.Count >= expected || (await TakeAsync() && letters.Count >= expected), "Dead letters");
        await TakeAsync();
        return letters;
    }

    public Task KillAsync() => node.KillAsync();

    public Task ReviveAsync() => node.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        await node.DisposeAsync();
    }

    private static async Task PublishAsync(IChannel channel, string queue, OutgoingMessage message)
    {
        var headers = message.Key is null ? null : new Dictionary<string, object?> { ["x-api-key"] = message.Key };
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, Headers = headers };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, message.Body);
    }

    private async Task<IChannel> OpenAsync()
    {
        if (connection is not { IsOpen: true })
        {
            var factory = new ConnectionFactory { Uri = new Uri(node.Uri), AutomaticRecoveryEnabled = false };
            connection = await factory.CreateConnectionAsync();
        }

        return await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
    }
}
