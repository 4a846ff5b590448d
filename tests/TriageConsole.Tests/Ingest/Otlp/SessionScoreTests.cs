using System.Text;
using System.Text.Json.Nodes;
using TriageConsole.Features.Ingest;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Feedback on a session joins its latest interaction, or waits for its first one.</summary>
[Collection(typeof(OtlpGroup))]
public sealed class SessionScoreTests(OtlpFixture otlp)
{
    /// <summary>An application can name its tasks apart from its sessions.</summary>
    [Fact]
    public async Task Score_OfASessionWithAnotherTask_JoinsItsLatestInteraction()
    {
        var (first, last, session) = (NewTrace(), NewTrace(), NewSession());
        await SendAsync(last, session, 9);
        await SendAsync(first, session, 1);
        await ScoreAsync(session, 4);
        Assert.Equal([4], await ValuesAsync(last));
        Assert.Empty(await ValuesAsync(first));
    }

    [Fact]
    public async Task Score_BeforeItsSession_WaitsForIt_AndIsOneSignalWhenSentAgain()
    {
        var (trace, session) = (NewTrace(), NewSession());
        await ScoreAsync(session, 4);
        await ScoreAsync(session, 2);
        await SendAsync(trace, session, 1);
        await ScoreAsync(session, 2);
        Assert.Equal([2], await ValuesAsync(trace));
    }

    /// <summary>The span that names the session can come after the span of the model call.</summary>
    [Fact]
    public async Task Score_WhoseSessionComesWithALateSpan_IsJoinedByTheJob()
    {
        var (trace, session) = (NewTrace(), NewSession());
        await otlp.SendAsync("/v1/traces", Traces(Chat(trace, 2, SpanId(1))));
        await ScoreAsync(session, 4);
        await otlp.SendAsync(
            "/v1/traces",
            Traces(Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"), ("session.id", session)))
        );
        await otlp.App.Get<IngestService>().JoinWaitingAsync(TestContext.Current.CancellationToken);
        Assert.Equal([4], await ValuesAsync(trace));
    }

    /// <summary>A session id that looks personal is stored as a hash, on both sides.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Score_OfASessionWithAPersonalId_FindsIt(bool isEarly)
    {
        var (trace, session) = (NewTrace(), $"{NewTrace()}@example.org");
        if (isEarly)
            await ScoreAsync(session, 4);
        await SendAsync(trace, session, 1);
        if (!isEarly)
            await ScoreAsync(session, 4);
        Assert.Equal([4], await ValuesAsync(trace));
    }

    [Fact]
    public async Task Score_OfASessionThatTwoTenantsHave_JoinsThatOfItsTenant()
    {
        using var other = otlp.App.CreateApiClient(await otlp.App.CreateApiKeyAsync("other", "ingest", "read"));
        var (mine, theirs, session) = (NewTrace(), NewTrace(), NewSession());
        await ScoreAsync(session, 4);
        await SendAsync(theirs, session, 1, other);
        await SendAsync(mine, session, 1);
        Assert.Empty(await ValuesAsync(theirs, other));
        Assert.Equal([4], await ValuesAsync(mine));
    }

    [Fact]
    public async Task Feedback_OfTheContract_CanNameTheSession()
    {
        var (trace, session) = (NewTrace(), NewSession());
        await SendAsync(trace, session, 1);
        using var sent = await otlp.PostAsync(
            "/api/v1/feedback",
            Encoding.UTF8.GetBytes($$"""{"session_id":"{{session}}","name":"stars","value":5}"""),
            "application/json"
        );
        Assert.True(sent.IsSuccessStatusCode);
        Assert.Equal([5], await ValuesAsync(trace));
    }

    private static string NewSession() => "session-" + NewTrace();

    private Task<JsonObject> SendAsync(string trace, string session, int number, HttpClient? client = null) =>
        otlp.SendAsync(
            "/v1/traces",
            Traces(Chat(trace, number, more: [("session.id", session), ("triage.task_id", "case-" + trace)])),
            client
        );

    private Task<JsonObject> ScoreAsync(string session, int stars) =>
        otlp.SendAsync(
            "/api/public/scores",
            new JsonObject
            {
                ["id"] = "score-" + session,
                ["sessionId"] = session,
                ["name"] = "stars",
                ["value"] = stars,
            }
        );

    private async Task<IReadOnlyList<double?>> ValuesAsync(string trace, HttpClient? client = null) =>
        [.. (await otlp.ReadAsync(trace, client))!["signals"]!.AsArray().Select(s => (double?)s!["numeric_value"])];
}
