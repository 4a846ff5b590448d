using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Gates;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Monitoring;
using TriageConsole.Features.Releases.Registry;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Patterns;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Releases;

/// <summary>Real conversations of support assistants, replayed as live traffic of their model versions.</summary>
public sealed class RealTrafficTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Telecom_FineTune_PassesItsOutcomeGate()
    {
        var row = await ReplayAsync("support.telecom", "gpt-4.1@unspecified", "gpt-4.1-ft-tau2-full-sft@BzrYdMNm", minUnits: 50);
        var signal = row.Signal!;
        Assert.True(signal.Answer == GateAnswer.Pass, signal.Explanation);
        // 24 of 52 compared with 42 of 52: the first case of the published reference.
        Assert.Equal(0.34615384615384615, signal.Value!.Value, 12);
        Assert.Equal(0.05140475420455515, signal.Low!.Value, 9);
        Assert.Equal(0.6409029381031371, signal.High!.Value, 9);
        Assert.Equal(104, signal.Units);
        Assert.Equal(GateAnswer.Pass, row.Gates.Single(g => g.Kind == GateKind.SampleRatio).Answer);
        Assert.True(row.Verdict == GateVerdict.Promote, row.Because?.Explanation);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5@unspecified", "button+claude-opus-4-6@unknown")]
    [InlineData("gpt-5.4@unspecified", "toolorchestra@2025-12")]
    [InlineData("whissle@unknown", "claude-opus-4-6@unspecified")]
    public async Task Airline_PairsWithinNoise_AreNotEnoughEvidence(string live, string candidate)
    {
        var row = await ReplayAsync("support.airline", live, candidate, minUnits: 30);
        Assert.True(row.Signal!.Value > 0, "The candidate has the better mean.");
        Assert.True(row.Signal.Answer == GateAnswer.NotEnoughEvidence, row.Signal.Explanation);
        Assert.Equal(GateVerdict.Hold, row.Verdict);
    }

    private static async Task<ReleaseRow> ReplayAsync(string workflowKey, string live, string candidate, int minUnits)
    {
        var clock = new StoppedClock(Noon.AddDays(-1));
        await using var services = await IngestFixture.CreateAsync(clock);
        var events = await EventsAsync(workflowKey, live, candidate);
        await SendAsync(services, events.GroupBy(Version).Select(g => g.First()), Noon.AddDays(-1));
        var workflow = await services.QueryAsync(db =>
            db.Workflows.Select(w => new WorkflowRef(w.Id, w.TenantId, w.Tenant!.Key, w.Key, w.Name, true, w.ActiveRubricVersionId))
                .SingleAsync()
        );
        await services.QueryAsync(db =>
            db.Workflows.ExecuteUpdateAsync(s => s.SetProperty(w => w.Configured, true).SetProperty(w => w.OutcomeMetric, "resolution"))
        );
        var person = await PersonAsync(services, workflow);
        var form = new ReleasePolicyForm
        {
            NeedsEvaluation = false,
            SafetyPoints = null,
            ErrorPoints = null,
            EscalationPoints = null,
            LatencyPercent = null,
            CostPercent = null,
            MinUnits = minUnits,
        };
        Assert.True((await services.Get<ReleasePolicyService>().SaveAsync(person, workflow, form)).Ok);
        var writer = services.Get<ReleaseWriter>();
        Assert.True((await services.Get<TrafficRegistration>().RegisterAsync(person, workflow, live, asLive: true)).Ok);
        var adopted = await services.Get<TrafficRegistration>().RegisterAsync(person, workflow, candidate, asLive: false);
        Assert.True(adopted.Ok, adopted.Message);
        clock.Now = Noon;
        Assert.True(
            (
                await services
                    .Get<ExperimentService>()
                    .StartAsync(person, workflow, ExperimentKind.Split, [new CandidateShare(adopted.Value, 0.5)])
            ).Ok
        );
        // As in live traffic: both arms in each five minutes.
        foreach (var (chunk, window) in events.Chunk(8).Select((c, n) => (c, n)))
            await SendAsync(services, chunk, Noon.AddMinutes((5 * window) + 1), "live-");
        clock.Now = Noon.AddDays(1);
        await services.Get<ReleaseGuard>().LookAsync(workflow.Id);
        return (await services.Get<ReleaseReader>().ListAsync(person, workflow)).Releases.Single(r => r.Id == adopted.Value);
    }

    /// <summary>The measured conversations of both versions, mixed.</summary>
    private static async Task<List<JsonObject>> EventsAsync(string workflow, params string[] versions) =>
        [
            .. Encoding
                .UTF8.GetString(await SharedData.ReadAllAsync("tau2_support.jsonl.gz"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonNode.Parse(l)!.AsObject())
                .Where(e => (string?)e["task_type"] == workflow && versions.Contains(Version(e)) && e["outcome_metric_value"] is not null)
                .OrderBy(e => (string?)e["trace_id"], StringComparer.Ordinal),
        ];

    private static string Version(JsonObject e) => $"{e["model_id"]}@{e["model_version"]}";

    private static async Task SendAsync(IngestFixture services, IEnumerable<JsonObject> events, DateTimeOffset at, string prefix = "old-")
    {
        var lines = events.Select(e =>
        {
            var copy = e.DeepClone().AsObject();
            copy["trace_id"] = prefix + e["trace_id"];
            // The published runs gave each model the same tasks. In live traffic each conversation is its own task.
            copy["task_id"] = (string?)copy["trace_id"];
            copy["timestamp"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            // The events arrive now.
            copy["metadata"]?.AsObject().Remove("timestamp_source");
            foreach (var feedback in copy["feedback"]?.AsArray() ?? [])
                feedback?.AsObject().Remove("timestamp");
            return copy.ToJsonString();
        });
        var result = await services.SendAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.True(result.Accepted > 0);
    }

    private static async Task<PersonAccess> PersonAsync(IngestFixture services, WorkflowRef workflow)
    {
        var id = await services.QueryAsync(async db =>
        {
            var user = new AppUser
            {
                UserName = "mira",
                DisplayName = "Mira",
                Email = "mira@example.org",
            };
            db.Users.Add(user);
            await db.SaveChangesAsync();
            return user.Id;
        });
        return new PersonAccess(
            id,
            "Mira",
            [new Grant(Role.Lead, workflow.TenantId, null), new Grant(Role.Approver, workflow.TenantId, null)]
        );
    }
}
