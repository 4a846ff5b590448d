using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>
/// A small server with the chat completions of OpenAI. It asks for the first tool until a result is in the messages, then it answers.
/// </summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ChatServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First() + "/v1";

    public static async Task<ChatServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
        await app.StartAsync();
        return new ChatServer(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var asked = (await JsonNode.ParseAsync(request.Body))!;
        var hasResult = asked["messages"]!.AsArray().Any(m => (string?)m!["role"] == "tool");
        var isCall = asked["tools"] is JsonArray && !hasResult;
        var function = new JsonObject { ["name"] = "find_order", ["arguments"] = """{"order":"A-1"}""" };
        var call = new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = function,
        };
        var message = new JsonObject { ["role"] = "assistant", ["content"] = isCall ? null : "It was sent on Monday." };
        if (isCall)
            message["tool_calls"] = new JsonArray(call);
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["message"] = message,
            ["finish_reason"] = isCall ? "tool_calls" : "stop",
        };
        return Results.Content(
            new JsonObject
            {
                ["id"] = "chatcmpl-9J3u",
                ["object"] = "chat.completion",
                ["created"] = 1_790_000_000,
                ["model"] = "gpt-4o-2024-08-06",
                ["choices"] = new JsonArray(choice),
                ["usage"] = new JsonObject
                {
                    ["prompt_tokens"] = 52,
                    ["completion_tokens"] = 47,
                    ["total_tokens"] = 99,
                },
            }.ToJsonString(),
            "application/json"
        );
    }
}
