using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>The consumer with the real server.</summary>
public sealed class RabbitMqTests(BusFixture<RabbitMqBroker> bus) : BusTests<RabbitMqBroker>(bus), IClassFixture<BusFixture<RabbitMqBroker>>
{
    [Fact]
    public async Task Queue_ThatIsMissing_IsDeclaredAsQuorumQueue_AlsoAfterItWasDeleted()
    {
        var source = new Features.Ingest.Bus.BusSourceOptions { Name = "declared", Key = Bus.AcmeKey };
        await using var consumer = await Bus.StartConsumerAsync([], source);
        await Wait.UntilAsync(() => Task.FromResult(Bus.StatusOf(consumer, source).Connected), "It is connected");
        await Bus.Broker.PublishAsync(source.Name, [OutgoingMessage.Of(IngestFixture.Event("declared-1"))]);
        await Bus.StoredAsync("declared-1", 1);
        Assert.True(await Bus.Broker.IsQuorumAsync("declared"));
        await Bus.Broker.DeleteAsync("declared");
        await Bus.Broker.PublishAsync(source.Name, [OutgoingMessage.Of(IngestFixture.Event("declared-2"))]);
        await Bus.StoredAsync("declared-2", 1);
    }

    [Fact]
    public async Task WrongPassword_IsShown_WithoutIt()
    {
        var source = new Features.Ingest.Bus.BusSourceOptions { Name = "login", Key = Bus.AcmeKey };
        var uri = Bus.Broker.Settings(source).Single(s => s.Key == "Bus:RabbitMq:Uri").Value!;
        await using var consumer = await Bus.StartConsumerAsync(
            [new("Bus:RabbitMq:Uri", uri.Replace("guest:guest", "guest:open-sesame", StringComparison.Ordinal))],
            source
        );
        await Wait.UntilAsync(() => Task.FromResult(Bus.StatusOf(consumer, source).Problem is not null), "The problem is shown");
        Assert.Contains("ACCESS_REFUSED", Bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", Bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
    }
}
