using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Browser.Tests;

/// <summary>
/// A real HTTP server with a model that judges numbered questions. It lets failures below 30 pass, unless its instructions have the hint
/// that it suggests itself.
/// </summary>
internal sealed partial class JudgeModel : IAsyncDisposable
{
    public const string Hint = "Odd ones fail.";

    private readonly WebApplication app;

    private JudgeModel(WebApplication app) => this.app = app;

    public string BaseUrl => app.Urls.First() + "/v1";

    public static async Task<JudgeModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", (Delegate)CompleteAsync);
        await app.StartAsync();
        return new JudgeModel(app);
    }

    /// <summary>What an expert answers.</summary>
    public static string Expert(int number) => number % 2 == 0 ? "yes" : "no";

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<IResult> CompleteAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        using var request = JsonDocument.Parse(body);
        var last = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        return Results.Json(
            new { choices = new[] { new { message = new { role = "assistant", content = Reply(body, last) }, finish_reason = "stop" } } }
        );
    }

    private static string Reply(string body, string last)
    {
        if (last.StartsWith("Current instructions:", StringComparison.Ordinal))
            return Hint;
        var number = int.Parse(Question().Match(last).Groups[1].Value, CultureInfo.InvariantCulture);
        var answer = number >= 30 || body.Contains(Hint, StringComparison.Ordinal) ? Expert(number) : "yes";
        return JsonSerializer.Serialize(new { answers = new { quality = answer }, explanation = "Because." });
    }

    [GeneratedRegex(@"question (\d+)")]
    private static partial Regex Question();
}
