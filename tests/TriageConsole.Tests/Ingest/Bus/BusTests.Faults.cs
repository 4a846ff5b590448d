using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.EventLog;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <content>Many messages, and what happens when something is away.</content>
public abstract partial class BusTests<TBroker>
{
    /// <summary>An object store that is away, and little space for batches that wait for it.</summary>
    private static readonly KeyValuePair<string, string?>[] FullLog =
    [
        new("EventLog:Store", "S3"),
        new("EventLog:Endpoint", "http://127.0.0.1:1"),
        new("EventLog:Bucket", "away"),
        new("EventLog:AccessKey", "none"),
        new("EventLog:SecretKey", "none"),
        new("EventLog:MaxOutboxBytes", "5000"),
    ];

    [Fact]
    public async Task TenThousandSmallMessages_DeliveredTwice_AreStoredOnce()
    {
        var source = await bus.CreateSourceAsync("many");
        var messages = Enumerable.Range(0, 10_000).Select(n => OfOne($"many-{n}")).ToList();
        await bus.Broker.PublishAsync(source.Name, messages.Concat(messages.Take(1000)));
        await using var consumer = await bus.StartConsumerAsync(NoSettings, source);
        await Wait.UntilAsync(() => Task.FromResult(bus.StatusOf(consumer, source).Stored == 11_000), "All messages are acknowledged");
        Assert.Equal(10_000, await bus.CountAsync("many-"));
        Assert.Equal(10_000, await SignalsAsync("many-"));
        var status = bus.StatusOf(consumer, source);
        Assert.Equal((0, 0L, null), (status.Unacknowledged, status.DeadLettered, status.Problem));
        await Wait.UntilAsync(() => Task.FromResult(bus.StatusOf(consumer, source).Waiting == 0), "Nothing waits");
    }

    [Fact]
    public async Task Broker_ThatIsKilledWhileSending_LosesNothing_AndNothingIsStoredTwice()
    {
        using var enough = new CancellationTokenSource();
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; sent += 10)
            {
                // A sender that is much faster than the console would leave it more than it can store in the time of a test.
                await Wait.UntilAsync(
                    async () => enough.IsCancellationRequested || sent - await bus.CountAsync("kill-") < 300,
                    "The console follows the sender"
                );
                await bus.Broker.PublishAsync(bus.Bound.Name, Enumerable.Range(sent, 10).Select(n => OfOne($"kill-{n}")));
            }
        });
        var spare = await bus.StartConsumerAsync(NoSettings, await bus.CreateSourceAsync("spare"));
        await bus.StoredAsync("kill-", 100);
        await bus.Broker.KillAsync();
        await Wait.UntilAsync(() => Task.FromResult(!bus.StatusOf(bus.Consumer, bus.Bound).Connected), "The console notices");
        Assert.NotNull(bus.StatusOf(bus.Consumer, bus.Bound).Problem);
        // A console stops also while the broker is away.
        await spare.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var before = await bus.CountAsync("kill-");
        await bus.Broker.ReviveAsync();
        // A fault of the sender is told as such.
        if (await Task.WhenAny(bus.StoredAsync("kill-", before + 100), sending) == sending)
            await sending;
        await bus.StoredAsync("kill-", before + 100);
        await enough.CancelAsync();
        await sending;
        await bus.StoredAsync("kill-", sent);
        await Wait.UntilAsync(
            () => Task.FromResult(bus.StatusOf(bus.Consumer, bus.Bound) is { Connected: true, Unacknowledged: 0 }),
            "All is acknowledged"
        );
        Assert.Equal((sent, sent), (await bus.CountAsync("kill-"), await SignalsAsync("kill-")));
    }

    [Fact]
    public async Task Console_ThatStopsAmidABatch_LosesNothing_AndNothingIsStoredTwice()
    {
        var source = await bus.CreateSourceAsync("stop");
        await using var consoles = new ConsolePair { First = await bus.StartConsumerAsync(NoSettings, source) };
        // However fast the console is, there is more until it has stopped.
        var stopping = Task.Run(async () =>
        {
            await bus.StoredAsync("stop-", 1);
            await consoles.StopFirstAsync();
        });
        var count = 0;
        do
        {
            // More than a batch is always on its way, and not more than the second console can store in the time of a test.
            var sent = count;
            await Wait.UntilAsync(
                async () => stopping.IsCompleted || sent - await bus.CountAsync("stop-") < 3000,
                "The console follows the sender"
            );
            await bus.Broker.PublishAsync(source.Name, Enumerable.Range(count, 500).Select(n => OfOne($"stop-{n}")));
            count += 500;
        } while (!stopping.IsCompleted);
        await bus.Broker.PublishAsync(source.Name, Enumerable.Range(count, 500).Select(n => OfOne($"stop-{n}")));
        count += 500;
        await stopping;
        var before = await bus.CountAsync("stop-");
        Assert.InRange(before, 1, count - 1);
        var second = consoles.Second = await bus.StartConsumerAsync(NoSettings, source);
        await bus.StoredAsync("stop-", count);
        Assert.Equal((count, count), (await bus.CountAsync("stop-"), await SignalsAsync("stop-")));
        // What the first one stored it has also acknowledged: it ends its batch before it stops.
        await Wait.UntilAsync(() => Task.FromResult(bus.StatusOf(second, source).Stored >= count - before), "The rest is acknowledged");
        Assert.Equal(count - before, bus.StatusOf(second, source).Stored);
    }

    [Fact]
    public async Task FullEventLog_LetsMessagesWait_UntilThereIsSpace()
    {
        var source = await bus.CreateSourceAsync("full");
        var tenant = await bus.App.EnsureTenantAsync("acme");
        var entry = new EventLogEntry
        {
            TenantId = tenant,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Lines = 0,
            Bytes = 10_000,
            Content = [1],
        };
        await bus.QueryAsync(async db =>
        {
            db.EventLogOutbox.Add(entry);
            return await db.SaveChangesAsync();
        });
        await using var consumer = await bus.StartConsumerAsync(FullLog, source);
        await bus.Broker.PublishAsync(source.Name, [OutgoingMessage.Of(IngestFixture.Event("full-1"))]);
        await Wait.UntilAsync(
            () => Task.FromResult(bus.StatusOf(consumer, source) is { Unacknowledged: 1, Problem: not null }),
            "The message waits"
        );
        Assert.Contains("event log", bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
        Assert.Equal(0, await bus.CountAsync("full-1"));
        await bus.QueryAsync(db => db.EventLogOutbox.Where(e => e.Id == entry.Id).ExecuteDeleteAsync());
        await bus.StoredAsync("full-1", 1);
        await Wait.UntilAsync(
            () => Task.FromResult(bus.StatusOf(consumer, source) is { Unacknowledged: 0, Problem: null }),
            "It is acknowledged"
        );
    }

    [Fact]
    public async Task KeyAtItsLimit_LetsMessagesWait_AndNothingIsLost()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var name = $"limited-{bus.Broker.Kind}";
        var key = await bus.App.CreateApiKeyAsync(name, "ingest");
        var (limits, keyId) = (bus.App.Get<ApiKeyLimitService>(), string.Join('_', key.Split('_')[..2]));
        var caller = new ApiCaller(await bus.App.EnsureTenantAsync(name), name, keyId);
        Assert.True((await limits.SetAsync(caller, keyId, new KeyRate(0.01, 3))).Ok);
        var source = await bus.CreateSourceAsync(name, key);
        await bus.Broker.PublishAsync(source.Name, Enumerable.Range(0, 6).Select(n => OfOne($"{name}-{n}")));
        await using var consumer = await bus.StartConsumerAsync(NoSettings, time, source);
        await Wait.UntilAsync(
            () => Task.FromResult(bus.StatusOf(consumer, source) is { Stored: 3, Unacknowledged: > 0, WaitingForLimit: true }),
            "Three messages are stored and the others wait"
        );
        Assert.Contains("limit of the key", bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
        Assert.Contains("0.01 messages per second", bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
        Assert.Equal(3, await bus.CountAsync(name));

        // A token each 100 seconds. The pauses of the consumer are half a second.
        time.Advance(TimeSpan.FromSeconds(100));
        await WaitAsync(s => s is { Stored: 4, Unacknowledged: > 0, WaitingForLimit: true }, "The next one is stored, the others wait");
        Assert.Equal(4, await bus.CountAsync(name));

        // A higher limit applies to the messages that wait.
        Assert.True((await limits.SetAsync(caller, keyId, KeyRate.Default)).Ok);
        await WaitAsync(s => s is { Stored: 6, Unacknowledged: 0, WaitingForLimit: false, Problem: null }, "All are stored");
        Assert.Equal((6, 6), (await bus.CountAsync(name), await SignalsAsync(name)));
        Assert.Equal(0, bus.StatusOf(consumer, source).DeadLettered);

        Task WaitAsync(Func<Features.Ingest.Bus.BusSourceStatus, bool> condition, string what) =>
            Wait.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMilliseconds(10));
                    return Task.FromResult(condition(bus.StatusOf(consumer, source)));
                },
                what
            );
    }

    [Fact]
    public async Task RevokedKey_OfASource_LetsItsMessagesWait()
    {
        var created = await bus.App.Get<ApiKeyService>().CreateAsync("acme", "revoked", ["ingest"], null);
        await bus.QueryAsync(db =>
            db.ApiKeys.Where(k => k.Id == created.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, DateTimeOffset.UnixEpoch))
        );
        var source = await bus.CreateSourceAsync("revoked", created.Key);
        await bus.Broker.PublishAsync(source.Name, [OutgoingMessage.Of(IngestFixture.Event("revoked-1"))]);
        await using (var consumer = await bus.StartConsumerAsync(NoSettings, source))
        {
            await Wait.UntilAsync(
                () => Task.FromResult(bus.StatusOf(consumer, source).Problem?.Contains("API key", StringComparison.Ordinal) == true),
                "The problem is shown"
            );
            Assert.DoesNotContain(created.Key, bus.StatusOf(consumer, source).Problem, StringComparison.Ordinal);
            Assert.Equal(0, bus.StatusOf(consumer, source).DeadLettered);
        }

        source.Key = bus.AcmeKey;
        await using var next = await bus.StartConsumerAsync(NoSettings, source);
        await bus.StoredAsync("revoked-1", 1);
    }

    /// <summary>An interaction with a signal, alone in its task.</summary>
    protected static OutgoingMessage OfOne(string trace) => OutgoingMessage.Of(IngestFixture.Event(trace, Thumb, task: trace));
}
