using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Datasets;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Redaction.LockWaits;

namespace TriageConsole.Tests.Datasets;

/// <summary>
/// A client builds the first version of a dataset while another one erases a person whose text is in it. The database stops one of them in
/// the middle, so that the other one would overtake it without a lock.
/// </summary>
public sealed class DatasetRaceTests
{
    private const string Body = """{"workflow":"s","name":"set","policy":{"kind":"evaluation"}}""";

    [Fact]
    public async Task FirstVersion_BuiltDuringAnErasure_IsBuiltWithoutThePerson()
    {
        TestServer.PostgresOnly("reads pg_stat_activity");
        await using var app = await TestApp.StartAsync();
        var builder = await DatasetApiTests.FilledAsync(app);
        await using var db = app.Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // The erasure has the lock of the tenant when it waits for the text.
        await db
            .InteractionPayloads.Where(p => db.Interactions.Any(i => i.Id == p.InteractionId && i.TraceId == "t1"))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Output, p => p.Output), TestContext.Current.CancellationToken);
        var erasing = EraseAsync(app);
        await Wait.UntilAsync(() => AreWaitingAsync(app.Database, 1), "The erasure waits");
        var building = BuildAsync(builder);
        // The build has read the text. If it did not wait for the erasure, it would end here, with the salt of the text.
        await Wait.UntilAsync(async () => building.IsCompleted || await AreWaitingAsync(app.Database, 2), "The build waits or ends");
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        await erasing;
        Assert.Equal(2, (await building).GetProperty("rows").GetInt32());
        Assert.Equal(["t0", "t2"], (await ItemsAsync(app)).Select(i => i.Key));
    }

    [Fact]
    public async Task Erasure_DuringTheBuildOfAFirstVersion_RemovesTheSalt()
    {
        TestServer.PostgresOnly("reads pg_stat_activity");
        await using var app = await TestApp.StartAsync();
        var builder = await DatasetApiTests.FilledAsync(app);
        await using var db = app.Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // The build waits to see whether another dataset gets the name.
        var workflow = await db.Workflows.SingleAsync(w => w.Key == "s", TestContext.Current.CancellationToken);
        db.Datasets.Add(
            new Dataset
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Name = "set",
                Policy = "{}",
                CreatedAt = app.Get<TimeProvider>().GetUtcNow(),
                CreatedBy = "test",
            }
        );
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var building = BuildAsync(builder);
        await Wait.UntilAsync(() => AreWaitingAsync(app.Database, 1), "The build waits");
        var erasing = EraseAsync(app);
        // If the erasure did not wait for the build, it would end here, without the rows that are not stored yet.
        await Wait.UntilAsync(async () => erasing.IsCompleted || await AreWaitingAsync(app.Database, 2), "The erasure waits or ends");
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, (await building).GetProperty("rows").GetInt32());
        Assert.Equal("dataset set, version 1", (await erasing).GetProperty("exports")[0].GetString());
        var items = await ItemsAsync(app);
        Assert.Equal(["t0", "t1", "t2"], items.Select(i => i.Key));
        Assert.Equal([false, true, false], items.Select(i => i.Salt is null && i.ErasedAt is not null));
    }

    private static Task<JsonElement> BuildAsync(HttpClient client) => PostAsync(client, "datasets", Body);

    private static async Task<JsonElement> EraseAsync(TestApp app)
    {
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "admin"));
        return await PostAsync(client, "erasures", """{"user_id":"u1","reason":"request"}""");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<List<DatasetItem>> ItemsAsync(TestApp app)
    {
        await using var db = app.Database.CreateContext();
        return await db.DatasetItems.AsNoTracking().OrderBy(i => i.Place).ToListAsync();
    }
}
