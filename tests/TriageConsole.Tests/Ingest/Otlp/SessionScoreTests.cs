using System.Text.Json.Nodes;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

[Collection(typeof(OtlpGroup))]
public sealed class SessionScoreTests(OtlpFixture otlp)
{
    /// <summary>An application can name its tasks apart from its sessions.</summary>
    [Fact]
    public async Task Score_OfASessionWithAnotherTask_JoinsItsLatestInteraction()
    {
        var (first, last, session) = (NewTrace(), NewTrace(), "session-" + NewTrace());
        foreach (var (trace, n) in ((string, int)[])[(last, 9), (first, 1)])
            await otlp.SendAsync(
                "/v1/traces",
                Traces(Chat(trace, n, more: [("session.id", session), ("triage.task_id", "case-" + trace)]))
            );
        await otlp.SendAsync(
            "/api/public/scores",
            new JsonObject
            {
                ["sessionId"] = session,
                ["name"] = "stars",
                ["value"] = 4,
            }
        );
        Assert.Equal(4, (double?)Assert.Single((await otlp.ReadAsync(last))!["signals"]!.AsArray())!["numeric_value"]);
        Assert.Empty((await otlp.ReadAsync(first))!["signals"]!.AsArray());
    }
}
