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

    /// <summary>The checkpoints, the earliest step first; null if the server has no such list.</summary>
    public IReadOnlyList<(long Step, double Loss)>? Checkpoints { get; set; } = [];

    /// <summary>How many pages of checkpoints were read.</summary>
    public int CheckpointPages { get; private set; }

    /// <summary>Answers this many requests for checkpoints with 503.</summary>
    public int CheckpointFaults { get; set; }

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
        app.MapGet("/v1/fine_tuning/jobs/{id}/checkpoints", (string? after, int? limit) => server.CheckpointPage(after, limit ?? 10));
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

    /// <summary>The latest first, as the API lists them, at most two per page.</summary>
    private IResult CheckpointPage(string? after, int limit)
    {
        if (Checkpoints is not { } all)
            return Results.NotFound();
        if (CheckpointFaults > 0)
        {
            CheckpointFaults--;
            return Results.StatusCode(503);
        }

        CheckpointPages++;
        var listed = all.OrderByDescending(c => c.Step).Select(c => (c.Step, c.Loss, Id: $"ftckpt-{c.Step}")).ToList();
        var from = after is null ? 0 : listed.FindIndex(c => c.Id == after) + 1;
        if (after is not null && from == 0)
            return Results.BadRequest();
        var page = listed.Skip(from).Take(Math.Min(limit, 2)).ToList();
        return Results.Text(
            JsonSerializer.Serialize(
                new
                {
                    data = page.Select(c => new
                    {
                        id = c.Id,
                        step_number = c.Step,
                        fine_tuned_model_checkpoint = $"ft:base:acme::1:ckpt-step-{c.Step}",
                        metrics = new { step = c.Step, train_loss = c.Loss },
                    }),
                    first_id = page.Count > 0 ? page[0].Id : null,
                    last_id = page.Count > 0 ? page[^1].Id : null,
                    has_more = from + page.Count < listed.Count,
                }
            ),
            "application/json"
        );
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
