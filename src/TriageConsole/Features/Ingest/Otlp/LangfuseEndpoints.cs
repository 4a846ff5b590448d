using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Events;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>The endpoints that Langfuse clients call. Spans go to the endpoint of the OpenTelemetry protocol.</summary>
internal static class LangfuseEndpoints
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = EventReader.MaxDepth, AllowDuplicateProperties = false };

    public static void MapLangfuse(this WebApplication app)
    {
        var api = app.MapGroup("/api/public").WithTags("Langfuse clients").DisableAntiforgery();
        api.MapGet("/health", () => TypedResults.Ok(new LangfuseHealth("OK", Version)))
            .AllowAnonymous()
            .WithName("LangfuseHealth")
            .WithSummary("Health, for Langfuse clients");
        api.MapPost("/ingestion", IngestAsync)
            .WithName("LangfuseIngestion")
            .WithSummary("Send a batch of a Langfuse client")
            .WithDescription(
                "{\"batch\": [event, …]}: scores, and traces and observations of older clients. The response is 207 with a verdict for "
                    + "each event. A browser key can send scores only."
            )
            .RequireAuthorization(Policies.ScopeSendFeedback)
            .RequireCors(BrowserOrigins.Policy)
            .LimitKeys()
            .Produces(207)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(413)
            .ProducesProblem(429)
            .ProducesProblem(503);
        api.MapPost("/scores", ScoreAsync)
            .WithName("LangfuseScore")
            .WithSummary("Send a score of a Langfuse client")
            .RequireAuthorization(Policies.ScopeSendFeedback)
            .RequireCors(BrowserOrigins.Policy)
            .LimitKeys()
            .Produces(200)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(413)
            .ProducesProblem(429)
            .ProducesProblem(503);
    }

    private static string Version { get; } = typeof(LangfuseEndpoints).Assembly.GetName().Version?.ToString(3) ?? "1.0.0";

    private static Task<IResult> IngestAsync(HttpContext context, ApiCaller caller, LangfuseService service, TelemetryBody body) =>
        TakeAsync(
            context,
            caller,
            body,
            async sent =>
            {
                if (sent["batch"] is not JsonArray batch)
                    return Refuse(StatusCodes.Status400BadRequest, "The body has no array 'batch'.");
                var verdicts = await service.AcceptAsync(caller, batch, context.RequestAborted);
                return TypedResults.Json(
                    new
                    {
                        successes = verdicts.Where(v => v.Message is null).Select(v => new { id = v.Id, status = v.Status }),
                        errors = verdicts
                            .Where(v => v.Message is not null)
                            .Select(v => new
                            {
                                id = v.Id,
                                status = v.Status,
                                message = v.Message,
                            }),
                    },
                    statusCode: StatusCodes.Status207MultiStatus
                );
            }
        );

    private static Task<IResult> ScoreAsync(HttpContext context, ApiCaller caller, LangfuseService service, TelemetryBody body) =>
        TakeAsync(
            context,
            caller,
            body,
            async sent =>
            {
                if (sent["source"]?.ToString() == "EVAL")
                    return Refuse(StatusCodes.Status400BadRequest, "The source of a score is API or ANNOTATION.");
                var id = sent["id"]?.ToString() is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
                var verdict = await service.AcceptScoreAsync(caller, id, sent, context.RequestAborted);
                return verdict.Message is { } why ? Refuse(verdict.Status, why) : TypedResults.Ok(new { id });
            }
        );

    private static async Task<IResult> TakeAsync(
        HttpContext context,
        ApiCaller caller,
        TelemetryBody body,
        Func<JsonObject, Task<IResult>> takeAsync
    )
    {
        try
        {
            return await body.TakeAsync(
                context,
                caller.TenantId,
                async bytes =>
                    JsonNode.Parse(JsonEscapes.Storable(bytes).Span, documentOptions: Options) is JsonObject sent
                        ? await takeAsync(sent)
                        : Refuse(StatusCodes.Status400BadRequest, "The body is not a JSON object.")
            );
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return Refuse(StatusCodes.Status400BadRequest, "The body is not valid JSON, or its gzip is damaged.");
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(e.StatusCode, e.Message);
        }
        catch (EventLogFullException e)
        {
            context.Response.Headers.RetryAfter = EventLogFullException.RetrySeconds.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
            return Refuse(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (IngestBusyException e)
        {
            context.Response.Headers.RetryAfter = body.RetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Refuse(StatusCodes.Status429TooManyRequests, e.Message);
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refuse(int status, string why) =>
        TypedResults.Problem(detail: why, statusCode: status);
}
