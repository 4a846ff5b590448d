using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Outcomes;

public sealed class OutcomesApiTests
{
    private static StringContent Lines(params string[] lines) => new(string.Join('\n', lines));

    [Fact]
    public async Task Outcomes_OfTheRealSupportFile_EqualTheReference()
    {
        var body = await SharedData.ReadAllAsync("tau2_support.jsonl.gz");
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Path_("reference.json")));
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        using var sent = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new ByteArrayContent(body));
        Assert.Equal(1086, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32());

        var groups = (await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/outcomes?by=model_version", UriKind.Relative)))
            .GetProperty("groups")
            .EnumerateArray()
            .ToDictionary(g =>
                $"{g.GetProperty("key").GetString()} | {g.GetProperty("workflow").GetString()} | {g.GetProperty("metric").GetString()}"
            );
        var expected = reference
            .RootElement.GetProperty("datasets")
            .GetProperty("tau2_support")
            .GetProperty("by_model_task")
            .EnumerateObject()
            .ToList();
        Assert.Equal(expected.Select(e => e.Name).Order(), groups.Keys.Order());
        foreach (var e in expected)
        {
            var group = groups[e.Name];
            Assert.Equal(e.Value.GetProperty("n").GetInt32(), group.GetProperty("count").GetInt32());
            Assert.Equal(e.Value.GetProperty("n_null_outcome").GetInt32(), group.GetProperty("missing").GetInt32());
            Assert.Equal(e.Value.GetProperty("mean_outcome").GetDouble(), Math.Round(group.GetProperty("mean").GetDouble(), 6));
        }
    }

    [Fact]
    public async Task Outcomes_OfTwoMetrics_AreNotMixed_AndMissingOnesAreCounted()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        const string head = """{"task_type":"s","task_id":"k","model_version":"v","segment":"a",""";
        using var sent = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            Lines(
                head + """ "trace_id":"1","outcome_metric_name":"resolution","outcome_metric_value":1}""",
                head + """ "trace_id":"2","outcome_metric_name":"resolution","outcome_metric_value":0}""",
                head + """ "trace_id":"3","outcome_metric_name":"resolution","outcome_metric_value":null}""",
                head + """ "trace_id":"4","outcome_metric_name":"minutes","outcome_metric_value":30}""",
                head + """ "trace_id":"5"}"""
            )
        );
        var groups = (
            await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/outcomes?workflow=s&by=segment", UriKind.Relative))
        ).GetProperty("groups");
        Assert.Equal(
            """[{"workflow":"s","metric":"minutes","key":"a","count":1,"missing":0,"mean":30,"sum":30},"""
                + """{"workflow":"s","metric":"resolution","key":"a","count":3,"missing":1,"mean":0.5,"sum":1}]""",
            groups.GetRawText()
        );
    }

    [Fact]
    public async Task OverTime_OfAFewDays_SeparatesMeasuredAndEstimated()
    {
        static string Resolution(int value) => $",\"outcome_metric_name\":\"resolution\",\"outcome_metric_value\":{value}";

        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        using var sent = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            Lines([
                .. Enumerable
                    .Range(0, 60)
                    .Select(n =>
                        $$"""{"trace_id":"{{n}}","task_type":"s","task_id":"k","model_version":"v{{n % 2}}","timestam"""
                        + $$"""p":"2026-03-0{{1 + (n / 20)}}T10:00:00Z"{{(n < 50 ? Resolution(n % 2) : "")}}}"""
                    ),
            ])
        );
        var answer = await client.GetFromJsonAsync<JsonElement>(
            new Uri("/api/v1/outcomes/over-time?workflow=s&from=2026-03-01&to=2026-03-04&step=day", UriKind.Relative)
        );
        var metric = Assert.Single(answer.GetProperty("metrics").EnumerateArray());
        Assert.Equal(
            ("resolution", 60, 10),
            (metric.GetProperty("metric").GetString(), metric.GetProperty("count").GetInt32(), metric.GetProperty("missing").GetInt32())
        );
        Assert.Equal([0, 0, 10], metric.GetProperty("measured").EnumerateArray().Select(s => s.GetProperty("missing").GetInt32()));
        var estimated = Assert.Single(metric.GetProperty("estimated").EnumerateArray());
        Assert.Equal(("2026-03-03", 0.5), (estimated.GetProperty("day").GetString(), estimated.GetProperty("estimated_share").GetDouble()));
        Assert.Equal(
            [1.0, 0.0],
            metric.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("mean").GetDouble()).OrderDescending()
        );
        Assert.Equal([20, 20, 20], answer.GetProperty("traffic").EnumerateArray().Select(s => s.GetProperty("interactions").GetInt32()));
        var narrowed = await client.GetFromJsonAsync<JsonElement>(
            new Uri("/api/v1/outcomes/over-time?workflow=s&from=2026-03-01&to=2026-03-04&version=v1", UriKind.Relative)
        );
        Assert.Equal(("hour", 30), (narrowed.GetProperty("step").GetString(), narrowed.GetProperty("interactions").GetInt32()));
    }

    [Theory]
    [InlineData("/api/v1/outcomes?by=colour", HttpStatusCode.BadRequest, "by is one of")]
    [InlineData("/api/v1/outcomes?from=soon", HttpStatusCode.BadRequest, "from is not a time")]
    [InlineData("/api/v1/outcomes?workflow=none", HttpStatusCode.NotFound, "no workflow 'none'")]
    [InlineData("/api/v1/outcomes/over-time", HttpStatusCode.BadRequest, "workflow is missing")]
    [InlineData("/api/v1/outcomes/over-time?workflow=s&step=week", HttpStatusCode.BadRequest, "step is one of")]
    [InlineData("/api/v1/outcomes/over-time?workflow=s&from=soon", HttpStatusCode.BadRequest, "from is not a time")]
    [InlineData("/api/v1/outcomes/over-time?workflow=s&from=2026-02-01&to=2026-01-01", HttpStatusCode.BadRequest, "from must be before to")]
    [InlineData(
        "/api/v1/outcomes/over-time?workflow=s&from=2025-01-01&to=2026-01-01&step=5m",
        HttpStatusCode.BadRequest,
        "at most 2000 steps"
    )]
    [InlineData("/api/v1/outcomes/over-time?workflow=none", HttpStatusCode.NotFound, "no workflow 'none'")]
    [InlineData("/api/v1/interactions?limit=9999", HttpStatusCode.BadRequest, "limit")]
    [InlineData("/api/v1/interactions?cursor=xyz", HttpStatusCode.BadRequest, "cursor")]
    [InlineData("/api/v1/interactions/none", HttpStatusCode.NotFound, "no interaction 'none'")]
    [InlineData("/api/v1/queue", HttpStatusCode.BadRequest, "workflow is missing")]
    [InlineData("/api/v1/queue?workflow=none", HttpStatusCode.NotFound, "no workflow")]
    [InlineData("/api/v1/labels?format=xml", HttpStatusCode.BadRequest, "format is one of")]
    public async Task ReadApi_InvalidParameter_IsReported(string address, HttpStatusCode status, string words)
    {
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadApi_OfAnotherTenant_ReturnsNothing()
    {
        await using var app = await TestApp.StartAsync();
        var acme = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read", "label"));
        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "ingest", "read", "label"));
        using var sent = await acme.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            Lines(
                """{"trace_id":"1","task_type":"s","task_id":"k","model_version":"v","outcome_metric_name":"r","outcome_metric_value":0}"""
            )
        );
        foreach (var address in new[] { "/api/v1/workflows", "/api/v1/interactions", "/api/v1/outcomes", "/api/v1/labels" })
            Assert.DoesNotContain("\"s\"", await other.GetStringAsync(new Uri(address, UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri("/api/v1/interactions/1", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri("/api/v1/queue?workflow=s", UriKind.Relative))).StatusCode);
        using var label = await other.PostAsync(
            new Uri("/api/v1/labels", UriKind.Relative),
            Lines("""{"trace_id":"1","labeler_id":"x","rubric_key":"q","value":"Yes"}""")
        );
        Assert.Contains("unknown_trace", await label.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "\"trace_id\":\"1\"",
            await acme.GetStringAsync(new Uri("/api/v1/queue?workflow=s", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Events_OverCapacity_Answer429AndOverSize413()
    {
        await using var app = await TestApp.StartAsync(b =>
            b.Services.Configure<IngestOptions>(o => (o.MaxBodyBytes, o.MaxInflatedBytes) = (2000, 3000))
        );
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        using var tooLarge = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new ByteArrayContent(new byte[5000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        using var packed = new MemoryStream();
        await using (
            var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true)
        )
            await gzip.WriteAsync(new byte[100_000]);
        using var bomb = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), new ByteArrayContent(packed.ToArray()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
    }
}
