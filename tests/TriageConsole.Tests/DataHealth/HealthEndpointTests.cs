using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.DataHealth;

/// <summary>The state of incoming data for applications.</summary>
public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Health_CountsWhatArrived_OfTheTenantOfTheKeyOnly()
    {
        await using var app = await TestApp.StartAsync();
        using var sender = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        string[] lines =
        [
            Event("a", "\"segment\":\"gold\",\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":1"),
            Event("b"),
            "{\"trace_id\":\"c\"}",
            "no json",
            "{\"kind\":\"feedback\",\"trace_id\":\"later\",\"name\":\"thumbs\",\"value\":\"down\"}",
        ];
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        (await sender.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body)).EnsureSuccessStatusCode();

        var health = await ReadAsync(app, "acme");
        var reasons = health.GetProperty("quarantined").EnumerateArray().ToDictionary(r => r.GetProperty("reason").GetString()!);
        Assert.Equal(1, reasons["missing_task_type"].GetProperty("count").GetInt32());
        Assert.Equal(1, reasons["invalid_json"].GetProperty("count").GetInt32());
        Assert.Equal(1, health.GetProperty("waiting_signals").GetInt32());
        Assert.Equal(JsonValueKind.String, health.GetProperty("oldest_waiting").ValueKind);
        var workflow = Assert.Single(health.GetProperty("workflows").EnumerateArray());
        Assert.Equal("support", workflow.GetProperty("workflow").GetString());
        Assert.Equal((2, 0.5), (workflow.GetProperty("interactions").GetInt32(), workflow.GetProperty("outcome_share").GetDouble()));
        Assert.Equal(0.5, workflow.GetProperty("field_shares").GetProperty("segment").GetDouble());

        var other = await ReadAsync(app, "other");
        Assert.Empty(other.GetProperty("workflows").EnumerateArray());
        Assert.Empty(other.GetProperty("quarantined").EnumerateArray());
        Assert.Equal(0, other.GetProperty("waiting_signals").GetInt32());
    }

    [Fact]
    public async Task EventLog_IsThatOfTheTenantOfTheKey_AndNullIfItIsOff()
    {
        await using var off = await TestApp.StartAsync();
        Assert.Equal(JsonValueKind.Null, (await ReadAsync(off, "acme")).GetProperty("event_log").ValueKind);

        var folder = Directory.CreateTempSubdirectory("event-log-").FullName;
        try
        {
            await using var app = await TestApp.StartAsync(b => b.Configuration["EventLog:Folder"] = folder);
            using var sender = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
            using var body = new StringContent(Event("a") + "\n" + Event("b"), Encoding.UTF8, "application/x-ndjson");
            (await sender.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body)).EnsureSuccessStatusCode();
            var waiting = (await ReadAsync(app, "acme")).GetProperty("event_log");
            Assert.Equal(1, waiting.GetProperty("waiting_batches").GetInt32());
            Assert.Equal(JsonValueKind.String, waiting.GetProperty("oldest_waiting").ValueKind);
            Assert.False(waiting.GetProperty("is_full").GetBoolean());

            await app.Get<SegmentWriter>().WriteAsync(TestContext.Current.CancellationToken);
            var stored = (await ReadAsync(app, "acme")).GetProperty("event_log");
            Assert.Equal(0, stored.GetProperty("waiting_batches").GetInt32());
            Assert.Equal((1, 2), (stored.GetProperty("segments").GetInt32(), stored.GetProperty("lines").GetInt32()));
            Assert.Equal("folder", stored.GetProperty("store").GetString());
            Assert.Equal(JsonValueKind.String, stored.GetProperty("last_segment").ValueKind);

            var other = (await ReadAsync(app, "other")).GetProperty("event_log");
            Assert.Equal((0, 0), (other.GetProperty("waiting_batches").GetInt32(), other.GetProperty("segments").GetInt32()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("?workflow=none", HttpStatusCode.NotFound)]
    [InlineData("?page=0", HttpStatusCode.BadRequest)]
    [InlineData("?page=x", HttpStatusCode.BadRequest)]
    public async Task Health_OfAnUnknownWorkflowOrPage_IsRefused(string query, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        using var answer = await client.GetAsync(new Uri("/api/v1/health/data" + query, UriKind.Relative));
        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(TestApp app, string tenant)
    {
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync(tenant, "read"));
        return await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/health/data", UriKind.Relative));
    }
}
