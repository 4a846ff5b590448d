using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Ingest.Otlp;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest;

/// <summary>The HTTP endpoints of ingest.</summary>
internal static class IngestEndpoints
{
    public static void MapIngest(this WebApplication app)
    {
        app.MapOtlp();
        app.MapOtlpGrpc();
        app.MapLangfuse();
        app.MapBrowserScript();
        var api = app.MapGroup("/api/v1").WithTags("Ingest").DisableAntiforgery();
        api.MapPost(
                "/events",
                (HttpContext context, ApiCaller caller, IngestService ingest, IngestBody body) =>
                    AcceptAsync(context, caller, "interaction", ingest, body)
            )
            .RequireAuthorization(Policies.ScopeIngest)
            .LimitKeys()
            .WithName("SendEvents")
            .WithSummary("Send events")
            .WithDescription(
                "NDJSON (one object per line) or a JSON array, plain or gzip. Every line gets a verdict. An invalid "
                    + "line is quarantined with its reason and does not affect the others. A response means that the "
                    + "batch is committed. Sending the same lines twice changes nothing."
            )
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(408)
            .ProducesProblem(413)
            .ProducesProblem(429)
            .ProducesProblem(503);
        api.MapPost(
                "/feedback",
                (HttpContext context, ApiCaller caller, IngestService ingest, IngestBody body) =>
                    AcceptAsync(context, caller, "feedback", ingest, body)
            )
            .RequireAuthorization(Policies.ScopeSendFeedback)
            .RequireCors(BrowserOrigins.Policy)
            .LimitKeys()
            .WithName("SendFeedback")
            .WithSummary("Send feedback")
            .WithDescription(
                "One signal, a JSON array of them, or NDJSON: trace_id (or task_type with task_id, or output_id), name, value, "
                    + "feedback_type, comment, user_id, role, timestamp, id. A signal whose interaction has not arrived "
                    + "waits for it."
            )
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(408)
            .ProducesProblem(413)
            .ProducesProblem(429)
            .ProducesProblem(503);
    }

    private static Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> AcceptAsync(
        HttpContext context,
        ApiCaller caller,
        string kind,
        IngestService ingest,
        IngestBody body
    )
    {
        var committed = new IngestResult();
        return body.TakeAsync(
            context,
            async stream =>
                IngestAnswer.Of(
                    await ingest.AcceptAsync(
                        new IngestSource(caller.TenantId, caller.TenantKey, kind) { IsFeedbackOnly = !caller.MayIngest },
                        stream,
                        r => committed = r,
                        context.RequestAborted
                    )
                ),
            () => IngestAnswer.Of(committed)
        );
    }
}
