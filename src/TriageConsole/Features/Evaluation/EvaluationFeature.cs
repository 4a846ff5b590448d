using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Core.Events;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Evaluation.Judges;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation;

internal static class EvaluationFeature
{
    private static readonly JsonSerializerOptions Line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddOptions<EvaluationOptions>().BindConfiguration("Evaluation").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IErasurePart, EvaluationErasure>()
            .AddSingleton<EvaluatorSetService>()
            .AddSingleton<EvalJudges>()
            .AddJudges()
            .AddSingleton<EvaluationService>()
            .AddSingleton<EvalReader>()
            .AddSingleton<EvalItemReader>()
            .AddSingleton<EvaluationInputs>()
            .AddSingleton<EvaluationEvidence>()
            .AddSingleton<EvaluatorPreview>()
            .AddSingleton<EndpointService>()
            .AddSingleton<ChatClient>()
            .AddSingleton<CommandRunner>()
            .AddSingleton<EvalClaims>()
            .AddSingleton<EvalRunner>();
    }

    public static IServiceCollection AddEvaluationJobs(this IServiceCollection services) => services.AddJob<EvalJob>().AddJob<JudgeJob>();

    public static void MapEvaluation(this WebApplication app)
    {
        JudgeEndpoints.Map(app);
        var api = app.MapGroup("/api/v1").WithTags("Evaluation").DisableAntiforgery();
        api.MapPost("/evaluations", StartAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("StartEvaluation")
            .WithSummary("Evaluates a release")
            .WithDescription(
                "On the golden set and a sample of recent live traffic. source: file (outputs: JSON lines or an array "
                    + "of {trace_id | input_hash | item, output}), endpoint (the name of an endpoint that an admin added) or shadow. "
                    + "Returns 202 with the id of the run and the lines of the file that could not be used."
            )
            .Produces<EvaluationStarted>(202)
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapGet("/evaluations/{id:long}", ReadAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadEvaluation")
            .WithSummary("The progress and results of a run")
            .WithDescription(
                "figures, after the run has ended: pass rates of candidate and live on items with a result on both sides, "
                    + "in total, for the golden set, for the sample and per evaluator. A locked regression is a locked golden item that "
                    + "live passes and the candidate fails."
            );
        api.MapPost("/evaluations/{id:long}/cancel", CancelAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("CancelEvaluation")
            .WithSummary("Cancels a run")
            .WithDescription("The run ends within seconds. cancelled is false if it had already ended.");
        api.MapGet("/evaluations/inputs", InputsAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadEvaluationInputs")
            .WithSummary("The inputs for a file of outputs")
            .WithDescription(
                "NDJSON: the current golden items, then a sample of recent live traffic (sample, seed). Each line has "
                    + "item, trace_id, input_hash, input and messages. The file of outputs needs the same trace_id and an output."
            )
            .Produces(200, contentType: "application/x-ndjson");
        app.MapGet("/evals/inputs/{release:long}", DownloadAsync)
            .RequireAuthorization(Policies.Lead)
            .AddEndpointFilter<ExportAudit>()
            .ExcludeFromDescription();
    }

    private static async Task<Results<Accepted<EvaluationStarted>, ProblemHttpResult>> StartAsync(
        HttpContext context,
        ApiCaller caller,
        EvaluationService evaluations,
        EvalReader reader,
        EndpointService endpoints,
        IOptions<EvaluationOptions> options,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        CancellationToken cancellationToken
    )
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = (2L * options.Value.MaxFileBytes) + 100_000;
        EvaluationBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<EvaluationBody>(
                context.Request.Body,
                json.Value.SerializerOptions,
                cancellationToken
            );
        }
        catch (JsonException e)
        {
            return Error.Invalid($"The body is not a valid evaluation: {Core.Texts.Cut(e.Message, 200)}").ToProblem();
        }

        if (string.IsNullOrWhiteSpace(body?.Workflow) || string.IsNullOrWhiteSpace(body.Release))
            return Error.Invalid("workflow and release are required.").ToProblem();
        if (!Enum.TryParse<EvalSource>(body.Source, ignoreCase: true, out var source) || !Enum.IsDefined(source))
            return Error.Invalid("source must be file, endpoint or shadow.").ToProblem();
        if (await reader.FindAsync(caller, body.Workflow, body.Release, cancellationToken) is not { } place)
            return TypedResults.Problem(
                detail: $"There is no release '{body.Release}' in a workflow '{body.Workflow}' of this tenant.",
                statusCode: 404
            );
        var endpointId = (await endpoints.OfTenantAsync(caller.TenantId, cancellationToken))
            .Where(e => e.Name == body.Endpoint)
            .Select(e => (long?)e.Id)
            .FirstOrDefault();
        var standard = new EvalGeneration();
        var request = new EvalRequest(place.ReleaseId, source)
        {
            SampleSize = body.SampleSize ?? 100,
            SampleDays = body.SampleDays ?? 14,
            Seed = body.Seed,
            EndpointId = endpointId,
            Outputs = body.Outputs is { } outputs
                ? outputs.ValueKind == JsonValueKind.String
                    ? SafeJson.Text(outputs)
                    : outputs.GetRawText()
                : null,
            Generation = standard with
            {
                Temperature = body.Temperature ?? standard.Temperature,
                MaxTokens = body.MaxTokens ?? standard.MaxTokens,
                Seed = body.Seed,
                TimeoutSeconds = body.TimeoutSeconds ?? standard.TimeoutSeconds,
                Parallel = body.Parallel ?? standard.Parallel,
            },
        };
        var started = await evaluations.StartAsync(caller, place.WorkflowId, request, cancellationToken);
        return started.Error is { } error
            ? error.ToProblem()
            : TypedResults.Accepted(
                $"/api/v1/evaluations/{started.Value.RunId}",
                new EvaluationStarted(started.Value.RunId, started.Message, started.Value.Problems)
            );
    }

    private static async Task<Results<Ok<EvaluationAnswer>, NotFound>> ReadAsync(
        ApiCaller caller,
        EvalReader reader,
        EvalItemReader items,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (await reader.OpenAsync(caller, id, cancellationToken) is not { } view)
            return TypedResults.NotFound();
        var (worst, _) = await items.ItemsAsync(view, EvalShow.Regressions, 1, cancellationToken);
        var r = view.Run;
        return TypedResults.Ok(
            new EvaluationAnswer(
                r.Id,
                view.Workflow.Key,
                r.Release,
                r.Baseline,
                Word(r.State),
                Word(r.Source),
                r.Total,
                r.Done,
                r.Failed,
                view.Message,
                view.InputHash,
                view.SetNumber,
                view.RubricNumber,
                r.CreatedAt,
                r.FinishedAt,
                r.Figures,
                [.. view.Judges.Values.DistinctBy(j => j.Name)],
                worst
            )
        );
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static async Task<Results<Ok<EvaluationCancelled>, NotFound>> CancelAsync(
        ApiCaller caller,
        EvaluationService evaluations,
        long id,
        CancellationToken cancellationToken
    ) =>
        await evaluations.CancelAsync(caller, id, cancellationToken) is { } done
            ? TypedResults.Ok(new EvaluationCancelled(done))
            : TypedResults.NotFound();

    private static async Task<IResult> InputsAsync(
        ApiCaller caller,
        EvaluationInputs inputs,
        EvalReader reader,
        string? workflow,
        string? release,
        string? sample,
        string? seed,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var (size, number) = (query.Number("sample", sample) ?? 100, query.Number("seed", seed) ?? 1);
        if (query.Problem is { } problem)
            return Results.Problem(detail: problem, statusCode: 400);
        if (await reader.FindAsync(caller, workflow ?? "", release ?? "", cancellationToken) is not { } place)
            return Results.Problem(
                detail: "There is no such release in this workflow of the tenant. Set workflow=…&release=…",
                statusCode: 404
            );
        return Lines(
            await inputs.ListAsync(
                caller.TenantId,
                place.WorkflowId,
                place.ReleaseId,
                (int)Math.Clamp(size, 0, 20_000),
                (int)Math.Clamp(number, 0, int.MaxValue),
                cancellationToken
            )
        );
    }

    /// <summary>The same for leads in a browser.</summary>
    private static async Task<IResult> DownloadAsync(
        long release,
        HttpContext context,
        AccessService people,
        EvaluationInputs inputs,
        EvalReader reader,
        int? sample,
        int? seed,
        CancellationToken cancellationToken
    )
    {
        var access = await people.ForAsync(context.User, cancellationToken);
        if (await reader.FindAsync(access, release, cancellationToken) is not { } place)
            return Results.NotFound();
        return Lines(await inputs.ListAsync(place.TenantId, place.WorkflowId, release, sample ?? 100, seed ?? 1, cancellationToken));
    }

    private static IResult Lines(List<EvalItem> items) =>
        Results.Stream(
            async stream =>
            {
                foreach (var i in items)
                {
                    await JsonSerializer.SerializeAsync(
                        stream,
                        new
                        {
                            Item = i.GoldenItemId is null ? (int?)null : i.Ordinal,
                            i.TraceId,
                            i.InputHash,
                            i.Input,
                            Messages = Parsed(i.Messages),
                        },
                        Line
                    );
                    await stream.WriteAsync("\n"u8.ToArray());
                }
            },
            "application/x-ndjson",
            "inputs.jsonl"
        );

    private static JsonElement? Parsed(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
