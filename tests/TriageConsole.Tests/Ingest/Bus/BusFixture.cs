using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>
/// A broker, a console without bus that takes HTTP, and one that receives from the broker, over one database. Each test has its own traces.
/// </summary>
public sealed class BusFixture<TBroker> : IAsyncLifetime
    where TBroker : IBroker, new()
{
    public TBroker Broker { get; } = new();

    public TestApp App { get; private set; } = null!;

    public TestApp Consumer { get; private set; } = null!;

    /// <summary>The messages belong to the tenant acme.</summary>
    public BusSourceOptions Bound { get; } = new() { Name = "bound" };

    /// <summary>Each message has a key.</summary>
    public BusSourceOptions Open { get; } = new() { Name = "open" };

    /// <summary>Feedback of the tenant acme, with a key that may send nothing else.</summary>
    public BusSourceOptions Feedback { get; } = new() { Name = "feedback", Content = BusContent.Feedback };

    public string AcmeKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Broker.StartAsync();
        App = await TestApp.StartAsync();
        AcmeKey = await App.CreateApiKeyAsync("acme", "ingest", "read");
        Bound.Key = AcmeKey;
        Feedback.Key = await App.CreateApiKeyAsync("acme", "feedback");
        foreach (var source in new[] { Bound, Open, Feedback })
            await Broker.CreateAsync(source);
        Consumer = await StartConsumerAsync([], Bound, Open, Feedback);
    }

    /// <summary>Another console that receives from the broker, with further settings.</summary>
    public Task<TestApp> StartConsumerAsync(IEnumerable<KeyValuePair<string, string?>> settings, params BusSourceOptions[] sources) =>
        StartConsumerAsync(settings, TimeProvider.System, sources);

    /// <summary>The same with a clock.</summary>
    public async Task<TestApp> StartConsumerAsync(
        IEnumerable<KeyValuePair<string, string?>> settings,
        TimeProvider time,
        params BusSourceOptions[] sources
    )
    {
        var all = Broker.Settings(sources).Concat(settings).ToList();
        return await App.StartSiblingAsync(b =>
        {
            foreach (var (name, value) in all)
                b.Configuration[name] = value;
            b.Services.AddSingleton(time);
        });
    }

    /// <summary>A queue or topic of one test, with the key of the tenant acme.</summary>
    public async Task<BusSourceOptions> CreateSourceAsync(string name, string? key = null)
    {
        var source = new BusSourceOptions { Name = name, Key = key ?? AcmeKey };
        await Broker.CreateAsync(source);
        return source;
    }

    public BusSourceStatus StatusOf(TestApp app, BusSourceOptions source) => app.Get<BusStatus>().Read().Single(s => s.Name == source.Name);

    public async Task<T> QueryAsync<T>(Func<TriageDbContext, Task<T>> query)
    {
        await using var db = App.Database.CreateContext();
        return await query(db);
    }

    /// <summary>The number of interactions whose trace id starts with a text.</summary>
    public Task<int> CountAsync(string prefix) => QueryAsync(db => db.Interactions.CountAsync(i => i.TraceId.StartsWith(prefix)));

    public Task StoredAsync(string prefix, int count) =>
        Wait.UntilAsync(async () => await CountAsync(prefix) >= count, $"{count} interactions {prefix} are stored");

    public async ValueTask DisposeAsync()
    {
        await Consumer.DisposeAsync();
        await App.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
