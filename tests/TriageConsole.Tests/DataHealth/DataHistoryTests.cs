using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.DataHealth;

/// <summary>Fields over time, signals without an interaction, consent and the quarantine of a tenant.</summary>
public sealed class DataHistoryTests(DataHistoryTests.Fixture fixture) : IClassFixture<DataHistoryTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_AreCountedByDay()
    {
        var history = await GetAsync("/api/v1/health/fields?workflow=daily");
        var days = history.GetProperty("days").EnumerateArray().ToList();
        Assert.Equal(["2026-11-10", "2026-11-12"], days.Select(d => d.GetProperty("day").GetString()));
        Assert.Equal([4, 2], days.Select(d => d.GetProperty("interactions").GetInt32()));
        Assert.Equal([0.5, 0], days.Select(d => d.GetProperty("outcome_share").GetDouble()));
        Assert.Equal([1, 0.5], days.Select(d => d.GetProperty("field_shares").GetProperty("segment").GetDouble()));
        Assert.Equal([0.75, 0], days.Select(d => d.GetProperty("field_shares").GetProperty("consent_scope").GetDouble()));
        var latest = await GetAsync("/api/v1/health/fields?workflow=daily&days=2");
        Assert.Single(latest.GetProperty("days").EnumerateArray());
    }

    [Fact]
    public async Task Fields_OnThePage_DrawWhatChangesMost_ForTheLeadOnly()
    {
        var service = fixture.App.Get<FieldHistoryService>();
        var lead = await LeadAsync("acme");
        var workflow = (await fixture.App.Get<WorkflowDirectory>().FindAsync(lead, Role.Lead, "daily", "acme", Cancelled))!;
        var history = (await service.ReadAsync(lead, workflow, Cancelled))!;
        var series = FieldHistoryCard.SeriesOf(history.Days);
        Assert.Equal(["consent scope", "segment", "outcome"], series.Select(s => s.Name));
        Assert.Equal([0.75, 0], series[0].Points.Select(p => p.Y!.Value));
        Assert.All(series[0].Points, p => Assert.True(p.IsThin));
        Assert.Null(await service.ReadAsync(await LeadAsync("other"), workflow, Cancelled));
    }

    [Fact]
    public async Task Consent_IsSharedOutByScope()
    {
        var health = await GetAsync("/api/v1/health/data?workflow=daily");
        var shares = health.GetProperty("workflows")[0].GetProperty("consent_shares");
        Assert.Equal((2, 0.5), (shares.EnumerateObject().Count(), shares.GetProperty("training").GetDouble()));
        Assert.Equal(0.5, shares.GetProperty("none").GetDouble());
    }

    [Fact]
    public async Task Unmatched_AreListedByKindAndOldestFirst_OfTheTenantOnly()
    {
        var answer = await GetAsync("/api/v1/health/unmatched");
        Assert.Equal(3, answer.GetProperty("total").GetInt32());
        Assert.Equal(
            ["explicit thumbs 2", "outcome resolved 1"],
            answer
                .GetProperty("groups")
                .EnumerateArray()
                .Select(g => $"{g.GetProperty("type")} {g.GetProperty("name")} {g.GetProperty("count")}")
        );
        var signals = answer.GetProperty("signals").EnumerateArray().ToList();
        Assert.Equal(["missing-1", "missing-2", ""], signals.Select(s => s.GetProperty("trace_id").ToString()));
        Assert.Equal("daily no-such-task", $"{signals[2].GetProperty("task_type")} {signals[2].GetProperty("task_id")}");
        using var other = fixture.App.CreateApiClient(await fixture.App.CreateApiKeyAsync("other", "read"));
        var foreign = await other.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/health/unmatched", UriKind.Relative), Cancelled);
        Assert.Equal(0, foreign.GetProperty("total").GetInt32());

        var service = fixture.App.Get<UnmatchedService>();
        Assert.Equal(3, (await service.ReadAsync(await LeadAsync("acme"), 1, Cancelled)).Signals.Total);
        Assert.Equal(0, (await service.ReadAsync(await LeadAsync("other"), 1, Cancelled)).Signals.Total);
    }

    [Fact]
    public async Task Quarantine_IsCorrectedAndSentAgain_ByTheLeadOfTheTenantOnly()
    {
        var service = fixture.App.Get<DataHealthService>();
        var lead = await LeadAsync("acme");
        var line = Assert.Single((await service.ReadAsync(lead, "missing_task_id", 1, Cancelled)).Lines.Items);
        var corrected = line.Line.Replace("\"trace_id\"", "\"task_id\":\"k9\",\"trace_id\"", StringComparison.Ordinal);
        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await service.ReplayAsync(await LeadAsync("other"), line.Id, corrected, Cancelled)
        );
        var wrong = await service.ReplayAsync(lead, line.Id, line.Line, Cancelled);
        Assert.False(wrong.Ok);
        Assert.Single((await service.ReadAsync(lead, "missing_task_id", 1, Cancelled)).Lines.Items);
        var sent = await service.ReplayAsync(lead, line.Id, corrected, Cancelled);
        Assert.True(sent.Ok, sent.Message);
        Assert.Empty((await service.ReadAsync(lead, "missing_task_id", 1, Cancelled)).Lines.Items);
        await using var db = fixture.App.Database.CreateContext();
        Assert.True(await db.Interactions.AnyAsync(i => i.TraceId == "incomplete" && i.TaskId == "k9", Cancelled));
        Assert.True((await service.ReplayAsync(lead, line.Id, corrected, Cancelled)).IsConflict);
    }

    [Theory]
    [InlineData("/api/v1/health/fields", 400)]
    [InlineData("/api/v1/health/fields?workflow=none", 404)]
    [InlineData("/api/v1/health/fields?workflow=daily&days=0", 400)]
    [InlineData("/api/v1/health/fields?workflow=daily&days=91", 400)]
    [InlineData("/api/v1/health/fields?workflow=daily&days=x", 400)]
    [InlineData("/api/v1/health/unmatched?page=0", 400)]
    [InlineData("/api/v1/health/unmatched?page=-1", 400)]
    public async Task BadRequests_AreRefused(string path, int status)
    {
        using var response = await fixture.Reader.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
    }

    private Task<JsonElement> GetAsync(string path) =>
        fixture.Reader.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancelled);

    private async Task<PersonAccess> LeadAsync(string tenant) =>
        new(7, "Lead", [new Grant(Role.Lead, await fixture.App.EnsureTenantAsync(tenant), null)]);

    public sealed class Fixture : IAsyncLifetime
    {
        private const string Outcome = "\"outcome_metric_name\":\"resolved\",\"outcome_metric_value\":";

        internal TestApp App { get; private set; } = null!;

        public HttpClient Reader { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await TestApp.StartAsync();
            Reader = App.CreateApiClient(await App.CreateApiKeyAsync("acme", "read"));
            using var sender = App.CreateApiClient(await App.CreateApiKeyAsync("acme", "ingest"));
            string[] lines =
            [
                Line("a1", 10, "\"segment\":\"s\",\"consent_scope\":\"training\""),
                Line("a2", 10, "\"segment\":\"s\",\"consent_scope\":\"training\""),
                Line("a3", 10, $"\"segment\":\"s\",\"consent_scope\":\"training\",{Outcome}1"),
                Line("a4", 10, $"\"segment\":\"s\",{Outcome}0"),
                Line("b1", 12, "\"segment\":\"s\""),
                Line("b2", 12, ""),
                """{"trace_id":"incomplete","task_type":"repaired","model_version":"v1","timestamp":"2026-11-12T10:00:00Z"}""",
            ];
            await PostAsync(sender, lines);
            await PostAsync(sender, """{"kind":"feedback","trace_id":"missing-1","name":"thumbs","value":"down"}""");
            await PostAsync(sender, """{"kind":"feedback","trace_id":"missing-2","name":"thumbs","value":"up"}""");
            await PostAsync(sender, $"{{\"kind\":\"outcome\",\"task_type\":\"daily\",\"task_id\":\"no-such-task\",{Outcome}1}}");
        }

        public async ValueTask DisposeAsync()
        {
            Reader.Dispose();
            await App.DisposeAsync();
        }

        private static string Line(string trace, int day, string extra) =>
            Event(trace, extra, $"k-{trace}")
                .Replace("\"support\"", "\"daily\"", StringComparison.Ordinal)
                .Replace("2026-11-19", $"2026-11-{day}", StringComparison.Ordinal);

        private static async Task PostAsync(HttpClient sender, params string[] lines)
        {
            using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
            (await sender.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body)).EnsureSuccessStatusCode();
        }
    }
}
