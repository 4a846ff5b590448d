using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Data;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest;

/// <summary>The services over a new database, as on the command line, without the web server.</summary>
public sealed class IngestFixture : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private readonly bool ownsDatabase;
    private readonly Action<IServiceCollection>? configure;

    private IngestFixture(TestDatabase database, ServiceProvider services, bool ownsDatabase, Action<IServiceCollection>? configure) =>
        (Database, this.services, this.ownsDatabase, this.configure) = (database, services, ownsDatabase, configure);

    public TestDatabase Database { get; }

    public IngestService Ingest => services.GetRequiredService<IngestService>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Creates the services, with an optional clock and optional registrations that replace the defaults.</summary>
    public static async Task<IngestFixture> CreateAsync(TimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        var database = await TestDatabase.CreateAsync();
        return new IngestFixture(database, Build(database, time, configure), ownsDatabase: true, configure);
    }

    /// <summary>Another instance over the same database.</summary>
    public IngestFixture Sibling() => new(Database, Build(Database, null, configure), ownsDatabase: false, configure);

    private static ServiceProvider Build(TestDatabase database, TimeProvider? time, Action<IServiceCollection>? configure)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()
        );
        SqlServerTranslation.Add(collection);
        collection.AddTriageServices(database.Connection);
        if (time is not null)
            collection.AddSingleton(time);
        configure?.Invoke(collection);
        return collection.BuildServiceProvider();
    }

    /// <summary>Sends lines as one body. The tenant is the one in each event, or <c>default</c>.</summary>
    public async Task<IngestResult> SendAsync(params string[] lines) => await SendAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public async Task<IngestResult> SendAsync(byte[] body)
    {
        await using var stream = await InputStreams.OpenAsync(new MemoryStream(body));
        return await Ingest.AcceptAsync(IngestSource.EachEventsTenant, stream);
    }

    public async Task<T> QueryAsync<T>(Func<TriageDbContext, Task<T>> query)
    {
        await using var db = Database.CreateContext();
        return await query(db);
    }

    /// <summary>Everything that ingest stores, as one comparable text.</summary>
    public Task<string> FingerprintAsync() =>
        QueryAsync(async db =>
        {
            var interactions = await db
                .Interactions.OrderBy(i => i.TraceId)
                .Select(i => $"{i.TraceId} {i.OutcomeMetric} {i.OutcomeValue} {i.Suspicion:R} {i.NeedsReview}")
                .ToListAsync();
            var items = await db
                .QueueItems.OrderBy(q => q.InteractionId)
                .Select(q => $"{q.InteractionId} {q.Source} {q.Priority:R} {q.OpenSlots} {q.Reason}")
                .ToListAsync();
            var counts = new[]
            {
                await db.Signals.CountAsync(),
                await db.InteractionPayloads.CountAsync(),
                await db.QuarantinedEvents.CountAsync(),
                await db.PendingSignals.CountAsync(),
                await db.StagedScores.CountAsync(),
            };
            return string.Join('\n', [.. interactions, .. items, string.Join(',', counts)]);
        });

    /// <summary>The queue and the counts by trace, to compare two databases.</summary>
    public Task<string> FingerprintWithoutIdsAsync() =>
        QueryAsync(async db =>
        {
            var items = await db
                .QueueItems.Join(db.Interactions, q => q.InteractionId, i => i.Id, (q, i) => new { Item = q, i.TraceId })
                .OrderBy(q => q.TraceId)
                .ThenBy(q => q.Item.Source)
                .Select(q => $"{q.TraceId} {q.Item.Source} {q.Item.Priority:R} {q.Item.OpenSlots} {q.Item.Reason}")
                .ToListAsync();
            return string.Join('\n', items);
        });

    /// <summary>Asserts that the stored counters equal the counted rows.</summary>
    public Task AssertCountersAsync() =>
        QueryAsync(async db =>
        {
            foreach (var w in await db.Workflows.ToListAsync())
            {
                var kept = await db.WorkflowCounters.Where(c => c.WorkflowId == w.Id).ToListAsync();
                Assert.Equal(await db.Interactions.LongCountAsync(i => i.WorkflowId == w.Id), kept.Sum(c => c.Interactions));
                Assert.Equal(
                    await db.Interactions.LongCountAsync(i => i.WorkflowId == w.Id && i.NeedsReview),
                    kept.Sum(c => c.NeedsReview)
                );
                Assert.Equal(
                    await db.QueueItems.Where(q => q.WorkflowId == w.Id).SumAsync(q => (long)q.OpenSlots),
                    kept.Sum(c => c.OpenSlots)
                );
            }

            return true;
        });

    public static string Event(string trace, string extra = "", string task = "k") =>
        $$"""{"trace_id":"{{trace}}","task_type":"support","task_id":"{{task}}","model_version":"v1","timestamp":"2026-11-1"""
        + $$"""9T10:00:00Z","input":"Where is my refund?","output":"On its way."{{(extra.Length > 0 ? "," + extra : "")}}}""";

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsDatabase)
            await Database.DisposeAsync();
    }
}
