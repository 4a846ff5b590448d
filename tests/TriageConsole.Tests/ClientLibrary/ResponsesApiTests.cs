using TriageConsole.Client;
using static TriageConsole.Tests.ClientLibrary.ChatRequests;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Calls of OpenAI's Responses API are captured like chat completions.</summary>
public sealed class ResponsesApiTests(ClientApp world) : IClassFixture<ClientApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    public async Task Response_IsCaptured(string more)
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler()));
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-r" });
        var body = """{"model":"gpt-4.1","instructions":"Be brief.","input":"Where is my refund?","temperature":0.2""" + more + "}";
        using (var answer = await client.SendAsync(Request(body, new Uri(server.BaseUrl, "responses")), Token))
            answer.EnsureSuccessStatusCode();
        await triage.FlushAsync(Token);
        var (row, payload, _) = await world.ReadAsync(scope.LastTraceId!);
        Assert.Equal(("case-r", "gpt-4.1", "gpt-4.1-2026-05"), (row.TaskId, row.ModelId, row.ServedModel));
        Assert.Equal(("resp_1", 47, null), (row.OutputId, row.OutputTokens, row.ErrorKind));
        Assert.Equal(("Where is my refund?", "It was sent on Monday. 👍"), (payload.Input, payload.Output));
        Assert.Equal(
            ["system", "user", "assistant"],
            ClientApp.Json(payload.Messages).EnumerateArray().Select(m => m.GetProperty("role").GetString())
        );
        var context = ClientApp.Json(payload.Context);
        Assert.Equal(52, context.GetProperty("input_stats").GetProperty("input_tokens").GetInt64());
        Assert.Equal(0.2, context.GetProperty("parameters").GetProperty("temperature").GetDouble());
        Assert.Equal("completed", context.GetProperty("metadata").GetProperty("finish_reason").GetString());
        Assert.False(context.GetProperty("metadata").TryGetProperty("stream_ended_early", out _));
    }
}
