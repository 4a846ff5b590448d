using System.Net;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Client;
using static TriageConsole.Tests.ClientLibrary.ChatRequests;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>Chat completions of a real HTTP server are captured, and the application sees what it sees without the handler.</summary>
public sealed class ChatHandlerTests(ClientApp world) : IClassFixture<ClientApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completion_IsPassedUnchanged_AndCaptured()
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        var body = Body(
            "Where is my refund?",
            ",\"temperature\":0.2,\"user\":\"u-9\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find_order\"}}]"
        );
        using var plain = new HttpClient { BaseAddress = server.BaseUrl };
        using var captured = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler())) { BaseAddress = server.BaseUrl };
        var without = await AskAsync(plain, body);
        var sentWithout = server.LastBody;
        string trace;
        (HttpStatusCode, string, string, byte[]) with;
        using (
            var scope = TriageScope.Begin(
                new TriageContext
                {
                    TaskId = "case-1",
                    SessionId = "s-1",
                    PromptVersion = "p4",
                    Segment = "gold",
                    Release = "r7",
                    Metadata = new Dictionary<string, object?> { ["plan"] = "pro" },
                }
            )
        )
        {
            with = await AskAsync(captured, body);
            trace = scope.LastTraceId!;
        }

        Assert.Equal(without.Status, with.Item1);
        Assert.Equal(without.Headers, with.Item2);
        Assert.Equal(without.ContentHeaders, with.Item3);
        Assert.Equal(without.Content, with.Item4);
        Assert.Equal(sentWithout, server.LastBody);

        await triage.FlushAsync(Token);
        var (row, payload, _) = await world.ReadAsync(trace);
        Assert.Equal(("case-1", "s-1", "u-9", "p4", "gold"), (row.TaskId, row.SessionId, row.UserId, row.PromptVersion, row.Segment));
        Assert.Equal(
            ("gpt-4.1", "gpt-4.1-2026-05", "gpt-4.1-2026-05", "r7"),
            (row.ModelId, row.ServedModel, row.ModelVersion, row.Release)
        );
        Assert.Equal(("chatcmpl-9", 47, null), (row.OutputId, row.OutputTokens, row.ErrorKind));
        Assert.True(row.ClientLatencyMs > 0);
        Assert.Equal(("Where is my refund?", "It was sent on Monday. 👍"), (payload.Input, payload.Output));
        var messages = ClientApp.Json(payload.Messages);
        Assert.Equal(["system", "user", "assistant"], messages.EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        var context = ClientApp.Json(payload.Context);
        Assert.Equal(0.2, context.GetProperty("parameters").GetProperty("temperature").GetDouble());
        Assert.Equal(52, context.GetProperty("input_stats").GetProperty("input_tokens").GetInt64());
        var metadata = context.GetProperty("metadata");
        Assert.Equal(
            ("stop", "pro", "find_order"),
            (
                metadata.GetProperty("finish_reason").GetString(),
                metadata.GetProperty("plan").GetString(),
                metadata.GetProperty("tools")[0].GetString()
            )
        );
        Assert.DoesNotContain("secret-of-the-provider", payload.Context + payload.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ReachesTheApplicationWhileItIsSent_AndIsCapturedAtItsEnd()
    {
        await using var server = await ModelServer.StartAsync();
        server.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler())) { BaseAddress = server.BaseUrl };
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-2" });
        using var request = Request(Body("stream", ",\"stream\":true"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        var lines = new List<string>();
        // The server waits after the third chunk: the application has it already.
        while (lines.Count < 5)
            lines.Add((await reader.ReadLineAsync(Token))!);
        Assert.Equal(ModelServer.Chunks[2], lines[^1]);
        Assert.Equal(0, triage.Statistics.Captured);
        server.Gate.SetResult();
        while (await reader.ReadLineAsync(Token) is { } line)
            lines.Add(line);
        Assert.Equal(ModelServer.Chunks, lines.Where(l => l.Length > 0));
        await triage.FlushAsync(Token);
        var (row, payload, _) = await world.ReadAsync(scope.LastTraceId!);
        Assert.Equal(
            ("It was sent on Monday. 👍", "chatcmpl-11", 47, "gpt-4.1-2026-05"),
            (payload.Output, row.OutputId, row.OutputTokens, row.ServedModel)
        );
        var metadata = ClientApp.Json(payload.Context).GetProperty("metadata");
        Assert.Equal("stop", metadata.GetProperty("finish_reason").GetString());
        Assert.False(metadata.TryGetProperty("stream_ended_early", out _));
        Assert.True(metadata.GetProperty("time_to_first_byte_ms").GetDouble() < row.ClientLatencyMs);
    }

    [Fact]
    public async Task ToolCalls_Parts_AndASynchronousCall_AreCaptured()
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler()));
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-5" });
        using (var tool = await client.SendAsync(Request(Body("a tool"), new Uri(server.BaseUrl, "chat/completions")), Token))
            tool.EnsureSuccessStatusCode();
        var first = scope.LastTraceId!;
        var azure = new Uri(server.BaseUrl, "/openai/deployments/mine/chat/completions?api-version=1");
        var parts = """{"messages":[{"role":"user","content":[{"type":"text","text":"One"},{"type":"text","text":"two"}]}]}""";
        using (var sync = client.Send(Request(parts, azure), Token))
            Assert.Equal(ModelServer.Answer, await sync.Content.ReadAsStringAsync(Token));
        await triage.FlushAsync(Token);
        var (_, payload, _) = await world.ReadAsync(first);
        Assert.Equal("[tool_call] find_order({\"id\":17})", payload.Output);
        Assert.Equal(
            "find_order",
            ClientApp
                .Json(payload.Messages)
                .EnumerateArray()
                .Last()
                .GetProperty("tool_calls")[0]
                .GetProperty("function")
                .GetProperty("name")
                .GetString()
        );
        var (row, second, _) = await world.ReadAsync(scope.LastTraceId!);
        Assert.Equal(("One\ntwo", "mine", "case-5"), (second.Input, row.DeploymentId, row.TaskId));
    }

    [Fact]
    public async Task OtherRequests_AreNotTouched_AndTextsCanStayOut()
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler(), captureTexts: false))
        {
            BaseAddress = server.BaseUrl,
        };
        using (var other = await client.PostAsync(new Uri("embeddings", UriKind.Relative), new StringContent("{}"), Token))
            other.EnsureSuccessStatusCode();
        Assert.Equal(0, triage.Statistics.Captured);
        using var scope = TriageScope.Begin(new TriageContext { TaskId = "case-6" });
        using (var answer = await client.SendAsync(Request(Body("Where is my refund?")), Token))
            answer.EnsureSuccessStatusCode();
        await triage.FlushAsync(Token);
        var (row, payload, _) = await world.ReadAsync(scope.LastTraceId!);
        Assert.Equal((null, null, null, 47), (payload.Input, payload.Output, payload.Messages, row.OutputTokens));
    }

    [Fact]
    public async Task CallsWithoutAScope_AreOneTaskEach_OfTheWorkflowOfTheOptions()
    {
        await using var server = await ModelServer.StartAsync();
        await using var triage = world.Connect();
        using var client = new HttpClient(triage.CreateChatHandler(new SocketsHttpHandler())) { BaseAddress = server.BaseUrl };
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(async n => (await client.SendAsync(Request(Body($"without scope {n}")), Token)).Dispose())
        );
        await triage.FlushAsync(Token);
        await using var db = world.App.Database.CreateContext();
        var rows = await db
            .Interactions.Where(i => i.Preview.StartsWith("without scope"))
            .Select(i => new { i.TaskId, i.Workflow!.Key })
            .ToListAsync(Token);
        Assert.Equal(20, rows.Select(r => r.TaskId).Distinct().Count());
        Assert.All(rows, r => Assert.Equal("support", r.Key));
    }

    [Fact]
    public void Scopes_EndWithTheirBlock()
    {
        using (TriageScope.Begin(new TriageContext { TaskId = "outer" }))
        {
            using (TriageScope.Begin(new TriageContext { TaskId = "inner" }))
                Assert.Equal("inner", TriageScope.Current!.Context.TaskId);
            Assert.Equal("outer", TriageScope.Current!.Context.TaskId);
        }

        Assert.Null(TriageScope.Current);
    }

    private static async Task<(HttpStatusCode Status, string Headers, string ContentHeaders, byte[] Content)> AskAsync(
        HttpClient client,
        string body
    )
    {
        using var request = Request(body);
        var content = request.Content;
        using var answer = await client.SendAsync(request, Token);
        Assert.Same(content, request.Content);
        answer.Headers.Date = null;
        return (
            answer.StatusCode,
            answer.Headers.ToString(),
            answer.Content.Headers.ToString(),
            await answer.Content.ReadAsByteArrayAsync(Token)
        );
    }
}
