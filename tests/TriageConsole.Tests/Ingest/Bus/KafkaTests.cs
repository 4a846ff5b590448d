using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>The consumer with the mock cluster of librdkafka.</summary>
public sealed class KafkaTests(BusFixture<KafkaBroker> bus) : BusTests<KafkaBroker>(bus), IClassFixture<BusFixture<KafkaBroker>>
{
    [Fact]
    public async Task SecondConsole_TakesPartitions_AndAllOfThem_WhenTheFirstStops()
    {
        var source = await Bus.CreateSourceAsync("shared");
        await using var consoles = new ConsolePair();
        consoles.First = await Bus.StartConsumerAsync([], source);
        await SendAsync("shared", "a", 300);
        await Bus.StoredAsync("shared-a", 300);
        consoles.Second = await Bus.StartConsumerAsync([], source);
        // The group moves partitions while messages arrive.
        var round = 0;
        await Wait.UntilAsync(
            async () =>
            {
                await SendAsync("shared", $"b{round}", 40);
                await Bus.StoredAsync($"shared-b{round++}-", 40);
                return Bus.StatusOf(consoles.Second, source).Stored > 0;
            },
            "The second console receives messages"
        );
        await consoles.StopFirstAsync();
        await SendAsync("shared", "c", 300);
        await Bus.StoredAsync("shared-c", 300);
        var sent = 600 + (40 * round);
        Assert.Equal((sent, sent), (await Bus.CountAsync("shared-"), await SignalsAsync("shared-")));
        await Wait.UntilAsync(() => Task.FromResult(Bus.Broker.Committed("shared") == sent), "All offsets are committed");
    }

    [Fact]
    public async Task MessageWithoutBody_IsCommitted_AndStoresNothing()
    {
        var source = await Bus.CreateSourceAsync("empty");
        await using var consumer = await Bus.StartConsumerAsync([], source);
        await Bus.Broker.PublishEmptyAsync(source.Name);
        await Wait.UntilAsync(() => Task.FromResult(Bus.StatusOf(consumer, source).Stored == 1), "It is acknowledged");
        await Wait.UntilAsync(() => Task.FromResult(Bus.Broker.Committed("empty") == 1), "It is committed");
        Assert.Equal(0, Bus.StatusOf(consumer, source).DeadLettered);
    }

    private Task SendAsync(string topic, string part, int count) =>
        Bus.Broker.PublishAsync(topic, Enumerable.Range(0, count).Select(n => OfOne($"{topic}-{part}-{n}")));
}
