using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;
using TriageConsole.Tests.Routing;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.OffPolicy;

/// <summary>The estimate over the API: events in, figures or reasons out.</summary>
public sealed class OffPolicyApiTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_EstimatesThePlantedPolicy_ForItsTenantOnly()
    {
        await using var app = await TestApp.StartAsync();
        var workflow = await app.AddWorkflowAsync("acme", "support");
        await app.EnsureTenantAsync("other");
        var read = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "read"));
        Experiment experiment;
        await using (var db = app.Database.CreateContext())
        {
            await db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.OutcomeMetric, "resolved"), Cancelled);
            Assert.Contains("no canary and no bandit", await ReadAsync(read, PolicyWorld.Planted, 404), StringComparison.Ordinal);
            var (live, candidate) = (
                await RoutingRows.AddReleaseAsync(db, workflow, "v1"),
                await RoutingRows.AddReleaseAsync(db, workflow, "v2")
            );
            await RoutingRows.PromoteAsync(db, null, live);
            experiment = await RoutingRows.StartAsync(
                db,
                ExperimentKind.Split,
                live,
                0.5,
                candidate,
                0.5,
                TimeProvider.System.GetUtcNow().AddHours(-2)
            );
        }

        var ingest = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest"));
        using (var content = new StringContent(Events(), Encoding.UTF8, "application/x-ndjson"))
        using (var sent = await ingest.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content, Cancelled))
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);

        using var answer = JsonDocument.Parse(await ReadAsync(read, """{"shares":{"v2":1}}""", 200));
        var root = answer.RootElement;
        Assert.Equal(("support", "resolved", "better"), (Text("workflow"), Text("metric"), Text("verdict")));
        Assert.Equal(experiment.Id, root.GetProperty("experiment").GetProperty("id").GetInt64());
        Assert.Equal("split", root.GetProperty("experiment").GetProperty("kind").GetString());
        Assert.Equal(1, root.GetProperty("policy").GetProperty("shares").GetProperty("v2").GetDouble());
        var report = root.GetProperty("report");
        Assert.Equal(400, report.GetProperty("units").GetInt64());
        Assert.Equal(200, report.GetProperty("weights").GetProperty("effective_units").GetDouble(), 1e-6);
        Assert.Equal(2, report.GetProperty("weights").GetProperty("largest").GetDouble(), 1e-9);
        var estimates = report.GetProperty("estimates").EnumerateArray();
        var snips = estimates.Single(e => e.GetProperty("estimator").GetString() == "self_normalized");
        Assert.Equal(0.75, snips.GetProperty("mean").GetProperty("value").GetDouble(), 1e-9);
        Assert.True(snips.GetProperty("gain").GetProperty("low").GetDouble() > 0);

        using var refused = JsonDocument.Parse(await ReadAsync(read, """{"shares":{"v9":1}}""", 200));
        Assert.Equal("refused", refused.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("no_overlap", refused.RootElement.GetProperty("report").GetProperty("refusals")[0].GetProperty("reason").GetString());
        Assert.Equal(0, refused.RootElement.GetProperty("report").GetProperty("estimates").GetArrayLength());

        Assert.Contains("policy is missing", await ReadAsync(read, "", 400), StringComparison.Ordinal);
        Assert.Contains("experiment is not an id", await ReadAsync(read, PolicyWorld.Planted, 400, "x"), StringComparison.Ordinal);
        Assert.Contains("no canary or bandit 999999", await ReadAsync(read, PolicyWorld.Planted, 404, "999999"), StringComparison.Ordinal);
        var other = app.CreateApiClient(await app.CreateApiKeyAsync("other", "read"));
        Assert.Contains("no workflow", await ReadAsync(other, PolicyWorld.Planted, 404), StringComparison.Ordinal);
        await ReadAsync(ingest, PolicyWorld.Planted, 403);

        string? Text(string name) => root.GetProperty(name).GetString();
    }

    /// <summary>200 units per release: 0.5 resolved with v1 and 0.75 with v2.</summary>
    private static string Events() =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, 400)
                .Select(n =>
                {
                    var (release, resolved) = (n % 2 == 0 ? "v1" : "v2", n % 2 == 0 ? n % 4 == 0 : n % 8 != 1);
                    var at = TimeProvider.System.GetUtcNow().AddMinutes(-60 + (n / 8));
                    return $$"""{"trace_id":"t{{n}}","task_type":"support","task_id":"k{{n}}","model_version":"m","propensity":0.5,"""
                        + $$""" "release":"{{release}}","timestamp":"{{at:O}}","input":"q","output":"a","outcome_metric_name":"resolved","""
                        + $$""" "outcome_metric_value":{{(resolved ? 1 : 0)}}}""";
                })
        );

    private static async Task<string> ReadAsync(HttpClient client, string policy, int status, string experiment = "")
    {
        var address = $"/api/v1/off-policy?workflow=support&policy={Uri.EscapeDataString(policy)}&experiment={experiment}";
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        return text;
    }
}
