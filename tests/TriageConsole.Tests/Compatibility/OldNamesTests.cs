using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TriageConsole.Compatibility;
using TriageConsole.Features.Evaluation;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Compatibility;

/// <summary>Names of the version before are accepted for one version.</summary>
public sealed class OldNamesTests
{
    [Fact]
    public async Task Interactions_ByTheOldParameter_AreFiltered_AndTheResponseWarns()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "read"));
        const string fields = "\"task_type\":\"a\",\"model_version\":\"1\",\"timestamp\":\"2026-05-04T09:30:00Z\"";
        using var body = new StringContent(
            $$"""
            {"trace_id":"good","task_id":"1",{{fields}}}
            {"trace_id":"bad","task_id":"2",{{fields}},"feedback":[{"name":"rating","value":1}]}
            """,
            Encoding.UTF8,
            "application/x-ndjson"
        );
        using (var sent = await client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body))
            sent.EnsureSuccessStatusCode();
        foreach (var (query, warns) in new[] { ("questionable=true&min_suspicion=0.1", true), ("needs_review=true", false) })
        {
            using var answer = await client.GetAsync(new Uri("/api/v1/interactions?" + query, UriKind.Relative));
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var row = Assert.Single(json.RootElement.GetProperty("items").EnumerateArray());
            Assert.Equal("bad", row.GetProperty("trace_id").GetString());
            Assert.True(row.GetProperty("needs_review").GetBoolean());
            Assert.True(row.GetProperty("questionable").GetBoolean());
            Assert.Equal(warns, answer.Headers.TryGetValues("Warning", out var warnings));
            if (warns)
                Assert.Contains("questionable is now needs_review", string.Join(' ', warnings!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Setting_UnderItsOldName_Counts_UnlessTheNewOneIsSet()
    {
        await using var app = await TestApp.StartAsync(b =>
        {
            b.Configuration["Evaluation:MostSample"] = "17";
            b.Configuration["Evaluation:MostFileBytes"] = "5000";
            b.Configuration["Evaluation:MaxFileBytes"] = "6000";
            b.Configuration["Evaluation:Commands:lint:Program"] = "/bin/true";
            b.Configuration["Evaluation:Commands:lint:MostOutputBytes"] = "2000";
        });
        var options = app.Get<IOptions<EvaluationOptions>>().Value;
        Assert.Equal((17, 6000, 2000), (options.MaxSample, options.MaxFileBytes, options.Commands["lint"].MaxOutputBytes));
    }

    [Fact]
    public void Settings_WithoutOldNames_AreNotReported()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Evaluation:MaxSample", "17"), new("Triage:DrawMinutes", "3")])
            .Build();
        Assert.Equal([("Triage:DrawMinutes", "Triage:RoundMinutes")], RenamedSettings.Apply(configuration));
        Assert.Equal("3", configuration["Triage:RoundMinutes"]);
    }
}
