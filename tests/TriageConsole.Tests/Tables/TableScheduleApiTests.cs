using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Tables;
using TriageConsole.Jobs;

namespace TriageConsole.Tests.Tables;

/// <summary>Scheduled exports over the API.</summary>
[Collection(typeof(TableGroup))]
public sealed class TableScheduleApiTests(TableWorld world)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_IsCreatedChangedAndDeleted_AndItsFilesAreListed()
    {
        var path = await WorkflowAsync("api-schedule");
        Assert.Equal(0, (await GetAsync(path)).GetArrayLength());
        var created = await SendAsync(HttpMethod.Post, path, """{"format":"ndjson","days":60}""", HttpStatusCode.Created);
        Assert.Equal(
            ("daily", "ndjson", 60, 30, true),
            (
                created.GetProperty("period").GetString(),
                created.GetProperty("format").GetString(),
                created.GetProperty("days").GetInt32(),
                created.GetProperty("kept").GetInt32(),
                created.GetProperty("enabled").GetBoolean()
            )
        );
        Assert.StartsWith("API key ", created.GetProperty("created_by").GetString(), StringComparison.Ordinal);
        var one = $"{path}/{created.GetProperty("id").GetInt64()}";
        Assert.Equal(0, (await GetAsync(one + "/files")).GetArrayLength());
        await RunAsync();
        var file = Assert.Single((await GetAsync(one + "/files")).EnumerateArray());
        Assert.Equal(1, file.GetProperty("rows").GetInt64());
        Assert.Equal(
            TimeSpan.FromDays(60),
            file.GetProperty("to_time").GetDateTimeOffset() - file.GetProperty("from_time").GetDateTimeOffset()
        );

        var changed = await SendAsync(HttpMethod.Patch, one, """{"period":"weekly","kept":2,"enabled":false}""", HttpStatusCode.OK);
        Assert.Equal(
            ("weekly", "ndjson", 60, 2, false),
            (
                changed.GetProperty("period").GetString(),
                changed.GetProperty("format").GetString(),
                changed.GetProperty("days").GetInt32(),
                changed.GetProperty("kept").GetInt32(),
                changed.GetProperty("enabled").GetBoolean()
            )
        );
        Assert.Equal(DayOfWeek.Monday, changed.GetProperty("next_end").GetDateTimeOffset().DayOfWeek);
        Assert.True(changed.GetProperty("next_end").GetDateTimeOffset() > world.Time.GetUtcNow());
        Assert.Equal(changed.ToString(), Assert.Single((await GetAsync(path)).EnumerateArray()).ToString());

        // Paused, a file is written only on request.
        world.Time.Advance(TimeSpan.FromDays(8));
        await RunAsync();
        Assert.Equal(1, (await GetAsync(one + "/files")).GetArrayLength());
        await SendAsync(HttpMethod.Post, one + "/run", null, HttpStatusCode.Accepted);
        await RunAsync();
        var files = (await GetAsync(one + "/files")).EnumerateArray().Select(f => f.GetProperty("to_time").GetDateTimeOffset()).ToList();
        Assert.Equal(2, files.Count);
        Assert.Equal(files.OrderDescending(), files);

        await SendAsync(HttpMethod.Delete, one, null, HttpStatusCode.NoContent);
        Assert.Equal(0, (await GetAsync(path)).GetArrayLength());
        Assert.DoesNotContain(world.Files, f => f.Contains("/api-schedule/", StringComparison.Ordinal));
        foreach (var (method, address) in Changes(one))
            await SendAsync(method, address, "{}", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"period":"hourly"}""", "period is daily or weekly")]
    [InlineData("""{"format":"xlsx"}""", "format is one of csv, ndjson, parquet")]
    [InlineData("""{"days":0}""", "A file covers 1 to 366 days")]
    [InlineData("""{"kept":1001}""", "1 to 1000 files are kept")]
    [InlineData("""{"format":"csv"}""", "cannot be changed")]
    public async Task WrongValues_AreRefused_AndChangeNothing(string body, string words)
    {
        var path = await WorkflowAsync("api-wrong");
        var created = await SendAsync(HttpMethod.Post, path, "{}", HttpStatusCode.Created);
        var one = $"{path}/{created.GetProperty("id").GetInt64()}";
        var refused = await SendAsync(HttpMethod.Patch, one, body, HttpStatusCode.BadRequest);
        Assert.Contains(words, refused.ToString(), StringComparison.Ordinal);
        if (words != "cannot be changed")
            Assert.Contains(
                words,
                (await SendAsync(HttpMethod.Post, path, body, HttpStatusCode.BadRequest)).ToString(),
                StringComparison.Ordinal
            );
        Assert.Equal(created.ToString(), Assert.Single((await GetAsync(path)).EnumerateArray()).ToString());
        await SendAsync(HttpMethod.Delete, one, null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task KeyOfAnotherTenant_AnotherScope_AndAnotherWorkflow_FindNothing()
    {
        var path = await WorkflowAsync("api-private");
        var elsewhere = await WorkflowAsync("api-elsewhere");
        var id = (await SendAsync(HttpMethod.Post, path, """{"days":60}""", HttpStatusCode.Created)).GetProperty("id").GetInt64();
        await RunAsync();
        using var other = world.App.CreateApiClient(await world.App.CreateApiKeyAsync("other", "admin"));
        using var read = world.App.CreateApiClient(await world.App.CreateApiKeyAsync("acme", "read"));
        using var lists = await read.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, lists.StatusCode);
        await SendAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound, other);
        await SendAsync(HttpMethod.Post, path, "{}", HttpStatusCode.NotFound, other);
        await SendAsync(HttpMethod.Post, path, "{}", HttpStatusCode.Forbidden, read);
        foreach (var (method, address) in Changes($"{path}/{id}"))
        {
            await SendAsync(method, address, "{}", HttpStatusCode.NotFound, other);
            await SendAsync(method, address, "{}", method == HttpMethod.Get ? HttpStatusCode.OK : HttpStatusCode.Forbidden, read);
        }

        foreach (var (method, address) in Changes($"{elsewhere}/{id}"))
            await SendAsync(method, address, "{}", HttpStatusCode.NotFound);
        Assert.Single((await GetAsync(path)).EnumerateArray());
        Assert.Single((await GetAsync($"{path}/{id}/files")).EnumerateArray());
        await SendAsync(HttpMethod.Delete, $"{path}/{id}", null, HttpStatusCode.NoContent);
    }

    private static IEnumerable<(HttpMethod Method, string Address)> Changes(string one) =>
        [(HttpMethod.Get, one + "/files"), (HttpMethod.Patch, one), (HttpMethod.Post, one + "/run"), (HttpMethod.Delete, one)];

    private async Task<string> WorkflowAsync(string key)
    {
        await TableWorld.PostAsync(world.Client, "/api/v1/events", TableWorld.Event(key, -24, "\"country\":\"DE\"", key));
        return $"/api/v1/workflows/{key}/table/schedules";
    }

    private Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);

    private async Task<JsonElement> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        HttpStatusCode expected,
        HttpClient? client = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null && method != HttpMethod.Get)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await (client ?? world.Client).SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(expected == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private async Task RunAsync()
    {
        var run = new JobRun(
            "table-exports",
            false,
            world.App.Get<IDbContextFactory<TriageDbContext>>(),
            world.App.Get<IProviderStatements>(),
            world.Time,
            NullLogger.Instance,
            Cancelled
        );
        await world.App.Get<TableExporter>().RunAsync(run);
        Assert.Null(run.Reason);
    }
}
