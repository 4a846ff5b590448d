using System.Text.Json.Nodes;
using static TriageConsole.Tests.Ingest.Otlp.OtlpRequests;

namespace TriageConsole.Tests.Ingest.Otlp;

[Collection(typeof(OtlpGroup))]
public sealed class RepeatedMessageTests(OtlpFixture otlp)
{
    /// <summary>The clocks of senders are exact to a millisecond only, and people repeat themselves.</summary>
    [Fact]
    public async Task Logs_EqualMessagesOfOneCall_AreAllKept()
    {
        var trace = NewTrace();
        var logs = Logs(Message(trace, "user", "yes"), Message(trace, "assistant", "Sure?"), Message(trace, "user", "yes"));
        await otlp.SendAsync("/v1/traces", Traces(Span(trace, 1, null, ("gen_ai.operation.name", "chat"))));
        for (var n = 0; n < 2; n++)
        {
            await otlp.SendAsync("/v1/logs", logs.DeepClone());
            var messages = (await otlp.ReadAsync(trace))!["messages"]!.AsArray();
            Assert.Equal("user yes, assistant Sure?, user yes", string.Join(", ", messages.Select(m => $"{m!["role"]} {m["content"]}")));
        }
    }

    private static JsonObject Message(string trace, string role, string content) =>
        Log(trace, 1, $"gen_ai.{role}.message", ("content", content));
}
