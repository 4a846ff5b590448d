using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Retraining;

/// <summary>A real HTTP server for chat completions whose answer depends on the prompt: it names the day only if it is told to.</summary>
internal sealed class PromptModel : IAsyncDisposable
{
    /// <summary>What a prompt needs.</summary>
    public const string Rule = "Name the day of arrival.";

    private readonly WebApplication app;

    private PromptModel(WebApplication app) => this.app = app;

    public string BaseUrl => app.Urls.First() + "/v1";

    public static async Task<PromptModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/v1/chat/completions",
            async (HttpContext context) =>
            {
                var body = await context.Request.ReadFromJsonAsync<JsonElement>();
                var told = body.GetProperty("messages")
                    .EnumerateArray()
                    .Any(m =>
                        m.GetProperty("role").GetString() == "system"
                        && m.GetProperty("content").GetString()!.Contains(Rule, StringComparison.Ordinal)
                    );
                var message = new { role = "assistant", content = told ? "It arrives on Monday." : "It is on its way." };
                return Results.Text(
                    JsonSerializer.Serialize(new { choices = new[] { new { message, finish_reason = "stop" } } }),
                    "application/json"
                );
            }
        );
        await app.StartAsync();
        return new PromptModel(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
