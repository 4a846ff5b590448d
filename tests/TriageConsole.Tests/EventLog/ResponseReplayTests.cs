using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Features.Ingest.Otlp;
using TriageConsole.Security;
using TriageConsole.Tests.Ingest;
using static TriageConsole.Tests.Ingest.IngestFixture;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.EventLog;

/// <summary>A replay of evaluations of responses gives the same signals, and none of them twice when they are sent again.</summary>
public sealed class ResponseReplayTests
{
    [Fact]
    public async Task Replay_OfEqualEvaluationsOfTwoResponses_GivesBoth_AndSendingThemAgainChangesNothing()
    {
        await using var world = await LogWorld.CreateAsync();
        await world.Source.SendAsync(Event("a"));
        var (trace, first, second) = (NewTrace(), "resp-1", "resp-2");
        // One waits for its response, one does not, and the response of the last one never arrives.
        await EvaluateAsync(world.Source, trace, first);
        var spans = Traces(
            Chat(trace, 2, SpanId(1), more: [("gen_ai.response.id", first)]),
            Chat(trace, 4, SpanId(1), more: [("gen_ai.response.id", second)]),
            Span(trace, 1, null, ("gen_ai.operation.name", "invoke_agent"))
        );
        await world
            .Source.Get<TelemetryService>()
            .AcceptAsync(
                await CallerAsync(world.Source),
                OtlpJson.ReadSpans(Encoding.UTF8.GetBytes(spans.ToJsonString())),
                TestContext.Current.CancellationToken
            );
        await EvaluateAsync(world.Source, trace, second);
        await EvaluateAsync(world.Source, trace, "resp-3");

        var (target, _) = await world.ReplayAsync();
        await using var replayed = target;
        var before = await LogWorld.ContentAsync(world.Source);
        Assert.Equal(2, await world.Source.QueryAsync(db => db.Signals.CountAsync()));
        Assert.Equal(before, await LogWorld.ContentAsync(target));
        foreach (var response in new[] { first, second, "resp-3" })
            await EvaluateAsync(target, trace, response);
        Assert.Equal(before, await LogWorld.ContentAsync(target));
    }

    private static async Task EvaluateAsync(IngestFixture fixture, string trace, string response)
    {
        var log = Log(
            trace,
            5,
            "gen_ai.evaluation.result",
            ("gen_ai.evaluation.name", "relevance"),
            ("gen_ai.evaluation.score.value", 1.0),
            ("gen_ai.response.id", response)
        );
        await fixture
            .Get<TelemetryService>()
            .AcceptAsync(
                await CallerAsync(fixture),
                OtlpJson.ReadLogs(Encoding.UTF8.GetBytes(Logs(log).ToJsonString())),
                TestContext.Current.CancellationToken
            );
    }

    private static async Task<ApiCaller> CallerAsync(IngestFixture fixture)
    {
        var tenant = await fixture.QueryAsync(db => db.Tenants.SingleAsync());
        return new ApiCaller(tenant.Id, tenant.Key, "test");
    }
}
