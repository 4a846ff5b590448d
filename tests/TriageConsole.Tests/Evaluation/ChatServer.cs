using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Evaluation;

/// <summary>A real HTTP server for chat completions. The last message of a request selects its behaviour.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ChatCall> calls = new();
    private readonly ConcurrentDictionary<string, int> seen = new();
    private readonly CancellationTokenSource end = new();

    private ChatServer(WebApplication app) => this.app = app;

    public string BaseUrl => app.Urls.First() + "/v1";

    public IReadOnlyList<ChatCall> Calls => [.. calls];

    /// <summary>The finish_reason of each response.</summary>
    public string FinishReason { get; set; } = "stop";

    /// <summary>The response to a last message without a special behaviour.</summary>
    public Func<string, string> Answer { get; set; } = last => $"Answer to: {last}";

    /// <summary>If set, the response to the whole body and the last message.</summary>
    public Func<string, string, string>? AnswerTo { get; set; }

    /// <summary>If set, every call waits for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public static async Task<ChatServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ChatServer(app);
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapPost("/elsewhere", () => Results.Text(Completion("from elsewhere"), "application/json"));
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Gate?.TrySetResult();
        await app.DisposeAsync();
        end.Dispose();
    }

    private static string Completion(string text, string finish = "stop") =>
        JsonSerializer.Serialize(
            new { choices = new[] { new { message = new { role = "assistant", content = text }, finish_reason = finish } } }
        );

    private async Task CompleteAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var last = JsonSerializer
            .Deserialize<JsonElement>(body)
            .GetProperty("messages")
            .EnumerateArray()
            .Last()
            .GetProperty("content")
            .GetString()!;
        calls.Enqueue(new ChatCall(last, body, context.Request.Headers.Authorization));
        var attempt = seen.AddOrUpdate(last, 1, (_, n) => n + 1);
        if (Gate is { } gate)
            await gate.Task.WaitAsync(context.RequestAborted);
        switch (last)
        {
            case "fails once" when attempt == 1:
                context.Response.StatusCode = 500;
                return;
            case "busy once" when attempt == 1:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "1";
                return;
            case "busy for long":
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "7200";
                return;
            case "fails always":
                context.Response.StatusCode = 503;
                return;
            case "refuses":
                context.Response.StatusCode = 401;
                await context.Response.WriteAsJsonAsync(
                    new
                    {
                        error = new { message = "Incorrect key " + context.Request.Headers.Authorization.ToString()["Bearer ".Length..] },
                    }
                );
                return;
            case "no JSON":
                await context.Response.WriteAsync("<html>Welcome</html>");
                return;
            case "no choices":
                await context.Response.WriteAsync("{\"choices\":[]}");
                return;
            case "a tool":
                await context.Response.WriteAsync("""{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]}}]}""");
                return;
            case "in parts":
                await context.Response.WriteAsync(
                    """{"choices":[{"message":{"content":[{"type":"text","text":"Part one, "},"""
                        + """{"type":"text","text":"part \u0000 two"}]}}]}"""
                );
                return;
            case "huge":
                await FloodAsync(context, int.MaxValue);
                return;
            case "never":
                await Task.Delay(
                    Timeout.Infinite,
                    CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted).Token
                );
                return;
            case "drips":
                await FloodAsync(context, 1);
                return;
            case "breaks off":
                context.Abort();
                return;
            case "elsewhere":
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = "/elsewhere";
                return;
            case "a mark":
                await context.Response.Body.WriteAsync((byte[])[0xEF, 0xBB, 0xBF, .. JsonBytes(Answer(last))]);
                return;
            case "half":
                await context.Response.WriteAsync("""{"choices":[{"message":{"content":"Half \ud83d of it"}}]}""");
                return;
            case "cut off":
                await context.Response.WriteAsync("""{"choices":[{"message":{"content":"Half an ans"},"finish_reason":"length"}]}""");
                return;
            case "an error":
                await context.Response.WriteAsync("""{"error":{"message":"The model is overloaded"},"choices":[]}""");
                return;
            case "packed":
                await PackedAsync(context, JsonBytes(Answer(last)), whole: true);
                return;
            case "broken packing":
                await PackedAsync(context, JsonBytes(Answer(last)), whole: false);
                return;
            case "a bomb":
                await PackedAsync(context, new byte[50_000_000], whole: true);
                return;
            default:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(Completion(AnswerTo?.Invoke(body, last) ?? Answer(last), FinishReason));
                return;
        }
    }

    private static byte[] JsonBytes(string text) => System.Text.Encoding.UTF8.GetBytes(Completion(text));

    private static async Task PackedAsync(HttpContext context, byte[] body, bool whole)
    {
        using var packed = new MemoryStream();
        await using (
            var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true)
        )
            await gzip.WriteAsync(body);
        var bytes = packed.ToArray();
        if (!whole)
            bytes.AsSpan(10).Fill(0xFF);
        context.Response.Headers.ContentEncoding = "gzip";
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>An endless response: as fast as possible, or one byte at a time.</summary>
    private async Task FloodAsync(HttpContext context, int chunk)
    {
        var some = new byte[Math.Min(chunk, 64 * 1024)];
        Array.Fill(some, (byte)' ');
        while (!end.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(some, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (chunk == 1)
                await Task.Delay(50, context.RequestAborted);
        }
    }
}
