using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest;

/// <summary>The HTTP door of ingest.</summary>
internal static class IngestEndpoints
{
    public const string RateLimit = "ingest";

    public static void MapIngest(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Ingest").RequireAuthorization("scope:ingest").RequireRateLimiting(RateLimit).DisableAntiforgery();
        api.MapPost("/events", (HttpContext context, ApiCaller caller, IngestService ingest, IOptions<IngestOptions> options) => AcceptAsync(context, caller, "interaction", ingest, options.Value))
            .WithName("SendEvents").WithSummary("Send events")
            .WithDescription("NDJSON (one object a line) or a JSON array, plain or gzip. Every line gets a verdict; a bad one is quarantined with its reason and refuses no other. What is answered is committed; sending twice changes nothing.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413).ProducesProblem(429).ProducesProblem(503);
        api.MapPost("/feedback", (HttpContext context, ApiCaller caller, IngestService ingest, IOptions<IngestOptions> options) => AcceptAsync(context, caller, "feedback", ingest, options.Value))
            .WithName("SendFeedback").WithSummary("Send feedback")
            .WithDescription("One signal, a JSON array of them, or NDJSON: trace_id (or task_type with task_id), name, value, feedback_type, comment, user_id, role, timestamp, id. It waits where its interaction has not arrived yet.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413).ProducesProblem(429).ProducesProblem(503);
    }

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> AcceptAsync(HttpContext context, ApiCaller caller, string kind, IngestService ingest, IngestOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = options.MaxBodyBytes;
        var committed = new IngestResult();
        try
        {
            await using var body = await InputStreams.OpenAsync(context.Request.Body, context.RequestAborted);
            await using var limited = new LimitedStream(body, options.MaxInflatedBytes);
            var source = new IngestSource(caller.TenantId, caller.TenantKey, kind);
            return TypedResults.Ok(IngestAnswer.Of(await ingest.AcceptAsync(source, limited, r => committed = r, context.RequestAborted)));
        }
        catch (InvalidDataException e)
        {
            return TypedResults.Problem(
                detail: $"{e.Message} The body broke off or is damaged. What is listed under committed was kept; sending all of it again is safe.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["committed"] = IngestAnswer.Of(committed) });
        }
    }
}

/// <summary>The answer to a batch: each line counts in exactly one of accepted, duplicates, joined, waiting and quarantined.</summary>
public sealed record IngestAnswer(int Accepted, int Duplicates, int Joined, int Waiting, int QuarantinedCount, int OtherTenant, IReadOnlyList<LineVerdict> Quarantined)
{
    public static IngestAnswer Of(IngestResult r) => new(r.Accepted, r.Duplicates, r.Joined, r.Waiting, r.QuarantinedCount, r.OtherTenant, r.Quarantined);
}
