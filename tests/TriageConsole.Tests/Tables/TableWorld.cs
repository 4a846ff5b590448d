using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Agreement.Consensus;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Features.Tables;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Tables;

/// <summary>
/// Three interactions with signals, an outcome, labels and a release, on a clock that tests move, and another tenant with the same
/// workflow.
/// </summary>
public sealed class TableWorld : IAsyncLifetime
{
    /// <summary>A name that every format must keep.</summary>
    public const string Unusual = "=say \"hi\", then;\nleave";

    private static readonly DateTimeOffset Start = new(2026, 11, 19, 10, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("exports-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    internal TestApp App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The probability of the answer that two of three labelers gave, as text.</summary>
    public string Probability { get; private set; } = "";

    /// <summary>The same for the answer of a single labeler.</summary>
    public string ProbabilityOfOne { get; private set; } = "";

    public string[] Files => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public string Folder => folder;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(b =>
        {
            b.Services.AddSingleton<TimeProvider>(Time);
            b.Services.Configure<TableExportOptions>(o => o.Folder = folder);
        });
        Client = App.CreateApiClient(await App.CreateApiKeyAsync("acme", "ingest", "read", "label", "admin"));
        await PostAsync(
            Client,
            "/api/v1/events",
            Event("t1", 0, "\"release\":\"r1\",\"model_id\":\"gpt\",\"user_id\":\"ann\",\"country\":\"DE\",\"output_tokens\":12"),
            Event("t2", 1, "\"segment\":\"=2+2\",\"client_latency_ms\":120.5"),
            Event("t3", 24, "\"error\":{\"kind\":\"timeout\"},\"shadow\":true")
        );
        await PostAsync(
            Client,
            "/api/v1/feedback",
            """{"trace_id":"t1","name":"rating","value":4,"id":"f1","timestamp":"2026-11-19T10:01:00Z"}""",
            """{"trace_id":"t1","name":"rating","value":2,"id":"f2","timestamp":"2026-11-19T10:05:00Z"}""",
            JsonSerializer.Serialize(
                new
                {
                    trace_id = "t2",
                    name = Unusual,
                    value = "no, \"thanks\"",
                    id = "f3",
                }
            ),
            """{"kind":"outcome","trace_id":"t1","outcome_metric_name":"solved","outcome_metric_value":1}"""
        );
        await ReleaseAsync();
        await PostAsync(
            Client,
            "/api/v1/labels",
            """{"trace_id":"t1","labeler_id":"l1","rubric_key":"correct","value":"yes"}""",
            """{"trace_id":"t1","labeler_id":"l2","rubric_key":"correct","value":"yes"}""",
            """{"trace_id":"t1","labeler_id":"l3","rubric_key":"correct","value":"no"}""",
            """{"trace_id":"t2","labeler_id":"l1","rubric_key":"correct","value":"no"}"""
        );
        await App.Get<AgreementCounter>().CatchUpAsync();
        // Otherwise the job fits the consensus at some time between the tests.
        await App.Get<ConsensusService>().CatchUpAsync();
        (Probability, ProbabilityOfOne) = (await ProbabilityAsync("t1"), await ProbabilityAsync("t2"));
        using var other = App.CreateApiClient(await App.CreateApiKeyAsync("other", "ingest"));
        await PostAsync(other, "/api/v1/events", Event("foreign", 0, "\"user_id\":\"ann\""));
    }

    public static string Event(string trace, int hours, string extra, string workflow = "support") =>
        $$"""{"trace_id":"{{trace}}","task_type":"{{workflow}}","task_id":"k-{{trace}}","model_version":"v1","""
        + $$""" "timestamp":"{{Start.AddHours(hours):O}}","input":"Where is it?","output":"On its way.",{{extra}}}""";

    public static async Task PostAsync(HttpClient client, string path, params string[] lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode && !text.Contains("\"reason\"", StringComparison.Ordinal), text);
    }

    public Task<HttpResponseMessage> GetAsync(string query, HttpClient? client = null, string workflow = "support") =>
        (client ?? Client).GetAsync(
            new Uri($"/api/v1/workflows/{workflow}/table{query}", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );

    private async Task<string> ProbabilityAsync(string trace)
    {
        await using var db = App.Database.CreateContext();
        var row = db.Interactions.Single(i => i.TraceId == trace);
        var consensus = await ConsensusReader.OpenAsync(db, row.WorkflowId, default);
        var answer = (await consensus.ReadAsync(db, [row.Id], default))[(row.Id, "correct")];
        Assert.InRange(answer.Probability, 0.5, 1);
        return answer.Probability.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task ReleaseAsync()
    {
        await using var db = App.Database.CreateContext();
        var workflow = db.Workflows.Single(w => w.Key == "support" && w.Tenant!.Key == "acme");
        db.Releases.Add(
            new Release
            {
                TenantId = workflow.TenantId,
                WorkflowId = workflow.Id,
                Name = "r1",
                Author = "test",
                CreatedAt = Time.GetUtcNow(),
                Components =
                [
                    new ReleaseComponent
                    {
                        WorkflowId = workflow.Id,
                        Kind = ComponentKind.IndexSnapshot,
                        Name = "articles",
                        ComponentVersion = new ComponentVersion
                        {
                            TenantId = workflow.TenantId,
                            WorkflowId = workflow.Id,
                            Kind = ComponentKind.IndexSnapshot,
                            Name = "articles",
                            Version = "2026-11-01",
                            ContentHash = new string('0', 64),
                            Author = "test",
                            CreatedAt = Time.GetUtcNow(),
                        },
                    },
                ],
            }
        );
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
