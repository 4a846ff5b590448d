using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>
/// A real HTTP server with chat completions and responses, also streamed. The last message of a request selects its behaviour.
/// </summary>
internal sealed class ModelServer : IAsyncDisposable
{
    public const string Answer = """
        {"id":"chatcmpl-9","object":"chat.completion","created":1795000000,"model":"gpt-4.1-2026-05","choices":[{"index":0,"message":
        {"role":"assistant","content":"It was sent on Monday. 👍"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":52,"completion_tokens":47,"total_tokens":99}}
        """;

    public const string ToolAnswer = """
        {"id":"chatcmpl-10","model":"gpt-4.1-2026-05","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
        {"id":"call_1","type":"function","function":{"name":"find_order","arguments":"{\"id\":17}"}}]},"finish_reason":"tool_calls"}]}
        """;

    /// <summary>The chunks of a stream: text, then usage, then the end.</summary>
    public static readonly string[] Chunks =
    [
        """data: {"id":"chatcmpl-11","model":"gpt-4.1-2026-05","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
        """data: {"id":"chatcmpl-11","model":"gpt-4.1-2026-05","choices":[{"index":0,"delta":{"content":"It was "}}]}""",
        """data: {"id":"chatcmpl-11","model":"gpt-4.1-2026-05","choices":[{"index":0,"delta":{"content":"sent on Monday. 👍"}}]}""",
        """data: {"id":"chatcmpl-11","model":"gpt-4.1-2026-05","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        """data: {"id":"chatcmpl-11","model":"","choices":[],"usage":{"prompt_tokens":52,"completion_tokens":47}}""",
        "data: [DONE]",
    ];

    /// <summary>The data of the last event of a stream of the Responses API is the whole response.</summary>
    public const string Response =
        """{"id":"resp_1","object":"response","status":"completed","error":null,"model":"gpt-4.1-2026-05","output":["""
        + """{"id":"rs_1","type":"reasoning","summary":[]},{"id":"msg_1","type":"message","role":"assistant","content":["""
        + """{"type":"output_text","text":"It was sent on Monday. 👍"}]}],"usage":{"input_tokens":52,"output_tokens":47}}""";

    public static readonly string[] ResponseEvents =
    [
        """data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}""",
        """data: {"type":"response.output_text.delta","item_id":"msg_1","delta":"It was "}""",
        """data: {"type":"response.completed","response": """ + Response + "}",
    ];

    private readonly WebApplication app;

    private ModelServer(WebApplication app) => this.app = app;

    public Uri BaseUrl => new(app.Urls.First() + "/v1/");

    /// <summary>Streams wait for this before their second half or before they break off.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>The last body that arrived.</summary>
    public byte[] LastBody { get; private set; } = [];

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ModelServer(builder.Build());
        server.app.MapPost("/v1/chat/completions", server.CompleteAsync);
        server.app.MapPost("/openai/deployments/mine/chat/completions", server.CompleteAsync);
        server.app.MapPost("/v1/responses", server.RespondAsync);
        server.app.MapPost("/v1/embeddings", () => Results.Json(new { data = Array.Empty<int>() }));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        LastBody = body.ToArray();
        var messages = JsonDocument.Parse(LastBody).RootElement.GetProperty("messages");
        var last = messages[messages.GetArrayLength() - 1].GetProperty("content");
        var words = last.ValueKind == JsonValueKind.String ? last.GetString() : "";
        switch (words)
        {
            case "too many":
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "7";
                await context.Response.WriteAsJsonAsync(new { error = new { message = "Rate limit reached", code = "rate_limit" } });
                break;
            case "break off":
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Chunks[0] + "\n\n" + Chunks[1] + "\n\n");
                await context.Response.Body.FlushAsync();
                if (Gate is { } gate)
                    await gate.Task;
                context.Abort();
                break;
            case "stream":
                await StreamAsync(context, Chunks);
                break;
            case "a tool":
                await JsonAsync(context, ToolAnswer);
                break;
            default:
                await JsonAsync(context, Answer);
                break;
        }
    }

    private async Task RespondAsync(HttpContext context)
    {
        using var sent = await JsonDocument.ParseAsync(context.Request.Body);
        if (sent.RootElement.TryGetProperty("stream", out _))
            await StreamAsync(context, ResponseEvents);
        else
            await JsonAsync(context, Response);
    }

    private async Task StreamAsync(HttpContext context, string[] chunks)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var (n, chunk) in chunks.Index())
        {
            if (n == 3 && Gate is { } gate)
                await gate.Task;
            await context.Response.WriteAsync(chunk + "\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private static Task JsonAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-request-id"] = "req-1";
        return context.Response.WriteAsync(answer);
    }
}
