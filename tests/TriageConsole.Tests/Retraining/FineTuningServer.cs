using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Retraining;

/// <summary>A real HTTP server that speaks files and fine-tuning jobs in the OpenAI format.</summary>
internal sealed class FineTuningServer : IAsyncDisposable
{
    public const string Key = "sk-tuning-0123456789";
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly List<string> events = ["Created fine-tuning job"];

    private FineTuningServer(WebApplication app) => this.app = app;

    public Uri BaseUrl => new(app.Urls.First() + "/v1");

    /// <summary>The body of the job; null until it is created.</summary>
    public JsonElement? Job { get; private set; }

    public int Creations { get; private set; }

    public string Status { get; set; } = "validating_files";

    public string? Error { get; set; }

    /// <summary>Answers with this status instead.</summary>
    public int Refusal { get; set; }

    public static async Task<FineTuningServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FineTuningServer(app);
        app.Use(
            async (context, next) =>
            {
                if (context.Request.Headers.Authorization != $"Bearer {Key}" || server.Refusal > 0)
                {
                    context.Response.StatusCode = server.Refusal > 0 ? server.Refusal : 401;
                    await context.Response.WriteAsJsonAsync(new { error = new { message = "Incorrect API key provided" } });
                    return;
                }

                await next(context);
            }
        );
        app.MapPost("/v1/files", (Delegate)server.UploadAsync);
        app.MapPost("/v1/fine_tuning/jobs", (Delegate)server.CreateAsync);
        app.MapGet("/v1/fine_tuning/jobs/{id}", (string id) => Results.Text(server.Json(id), "application/json"));
        app.MapGet("/v1/fine_tuning/jobs/{id}/events", (string id) => Results.Text(server.Events(), "application/json"));
        app.MapPost(
            "/v1/fine_tuning/jobs/{id}/cancel",
            (string id) =>
            {
                server.Status = "cancelled";
                return Results.Text(server.Json(id), "application/json");
            }
        );
        await app.StartAsync();
        return server;
    }

    /// <summary>The uploaded file, by the name of the property of the job.</summary>
    public string File(string property) => files[Job!.Value.GetProperty(property).GetString()!];

    public void Say(string text) => events.Add(text);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> UploadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var file = form.Files.GetFile("file")!;
        if (form["purpose"] != "fine-tune" || !file.FileName.EndsWith(".jsonl", StringComparison.Ordinal))
            return Results.StatusCode(400);
        using var reader = new StreamReader(file.OpenReadStream());
        var id = $"file-{files.Count + 1}";
        files[id] = await reader.ReadToEndAsync();
        return Results.Text(JsonSerializer.Serialize(new { id, purpose = "fine-tune" }), "application/json");
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        Job = await context.Request.ReadFromJsonAsync<JsonElement>();
        Creations++;
        return files.ContainsKey(Job.Value.GetProperty("training_file").GetString()!)
            ? Results.Text(Json("ftjob-1"), "application/json")
            : Results.StatusCode(400);
    }

    private string Json(string id) =>
        JsonSerializer.Serialize(
            new
            {
                id,
                status = Status,
                fine_tuned_model = Status == "succeeded" ? "ft:base:acme::1" : null,
                error = Error is null ? null : new { message = Error },
            }
        );

    /// <summary>The latest first, as the API lists them.</summary>
    private string Events() =>
        JsonSerializer.Serialize(
            new
            {
                data = events
                    .Select(
                        (text, n) =>
                            new
                            {
                                id = $"ev-{n}",
                                level = "info",
                                message = text,
                            }
                    )
                    .Reverse()
                    .ToArray(),
            }
        );
}
