using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Retraining.Runs;
using TriageConsole.Features.Retraining.Scores;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

internal static class RetrainingEndpoints
{
    public static void MapRetraining(this WebApplication app)
    {
        MapReading(app.MapGroup("/api/v1").WithTags("Retraining").RequireAuthorization(Policies.ScopeRead));
        MapChanges(app.MapGroup("/api/v1").WithTags("Retraining").RequireAuthorization(Policies.ScopeRelease).DisableAntiforgery());
        // Executors have no API key: a signature or the token of the run stands for it.
        MapExecutors(app.MapGroup("/api/v1").WithTags("Retraining").AllowAnonymous().DisableAntiforgery());
    }

    private static void MapReading(RouteGroupBuilder read)
    {
        read.MapGet("/retraining", ListAsync)
            .WithName("ListRetraining")
            .WithSummary("List the proposals and runs of a workflow")
            .ProducesProblem(400)
            .ProducesProblem(404);
        read.MapGet("/retraining/runs/{id:long}", ReadAsync).WithName("ReadRetrainingRun").WithSummary("Read a run").ProducesProblem(404);
        read.MapGet("/retraining/runs/{id:long}/events", EventsAsync)
            .WithName("ListRetrainingEvents")
            .WithSummary("Read the log of a run, the oldest entry first")
            .WithDescription("after is the id of the last entry that is known already.")
            .ProducesProblem(400)
            .ProducesProblem(404);
        read.MapGet("/retraining/runs/{id:long}/openlineage", LineageAsync)
            .WithName("ReadRetrainingLineage")
            .WithSummary("Read a run as run events of OpenLineage")
            .WithDescription(
                "An array with START, and COMPLETE, FAIL or ABORT after the end. There is no event without a stored time: a run that ended "
                    + "before its executor started has no START."
            )
            .Produces(200, contentType: "application/json")
            .ProducesProblem(404);
    }

    private static void MapChanges(RouteGroupBuilder change)
    {
        change
            .MapPost("/retraining/proposals", ProposeAsync)
            .WithName("ProposeRetraining")
            .WithSummary("Propose the retraining of a pattern")
            .WithDescription("409: the pattern has an open proposal, or needs another repair than the repair.")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPost("/retraining/proposals/{id:long}/start", StartAsync)
            .WithName("StartRetraining")
            .WithSummary("Build the dataset of a proposal and start its run")
            .WithDescription(
                "is_new is false if a run with the same dataset, method and base exists: the answer names it. 409: the dataset cannot be "
                    + "built, has no rows of the pattern, or there is no live component to improve."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPost("/retraining/proposals/{id:long}/dismiss", DismissAsync)
            .WithName("DismissRetraining")
            .WithSummary("Close a proposal without a run")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        change
            .MapPost("/retraining/runs/{id:long}/cancel", CancelAsync)
            .WithName("CancelRetraining")
            .WithSummary("Cancel a run")
            .WithDescription("A run in progress ends within seconds. 409: it has ended already.")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static void MapExecutors(RouteGroupBuilder executor)
    {
        executor
            .MapPost("/retraining/runs/{id:long}/callback", CallbackAsync)
            .WithName("CallBackRetraining")
            .WithSummary("Report the progress or the result of a run, as the service that carries it out")
            .WithDescription(
                "JSON with run, status (running, succeeded or failed), components or message, and log (lines). The header "
                    + "X-Triage-Signature has the HMAC-SHA256 of the body with the secret of the executor. A second result has the same "
                    + "answer and changes nothing. 404: there is no such run, or the signature does not fit. 413: the body is longer than "
                    + "256 KiB."
            )
            .Accepts<ExecutorResult>("application/json")
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(413);
        executor
            .MapPost("/retraining/runs/{id:long}/score", ScoreAsync)
            .WithName("ScoreRetraining")
            .WithSummary("Score a candidate on training rows, as the command that carries out the run")
            .WithDescription(
                "The token of the run is in its run.json and valid while the run is in progress. Each row counts against the budget of "
                    + "metric calls. 404: the token is not valid. 409: the budget is used up, or the workflow has no evaluators."
            )
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<Results<Ok<RetrainingAnswer>, ProblemHttpResult>> ListAsync(
        string? workflow,
        ApiCaller caller,
        RetrainingReader reader,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(workflow) || workflow.Contains('\0', StringComparison.Ordinal))
            return Error.Invalid("Name the workflow: ?workflow=…").ToProblem();
        return await reader.ListAsync(caller, workflow, cancellationToken) is var (proposals, runs)
            ? TypedResults.Ok(new RetrainingAnswer([.. proposals.Select(ProposalAnswer.Of)], [.. runs.Select(RunAnswer.Of)]))
            : Error.NotFound("There is no such workflow.").ToProblem();
    }

    private static async Task<Results<Ok<RunAnswer>, ProblemHttpResult>> ReadAsync(
        long id,
        ApiCaller caller,
        RetrainingReader reader,
        CancellationToken cancellationToken
    ) =>
        await reader.FindAsync(caller, id, cancellationToken) is { } run
            ? TypedResults.Ok(RunAnswer.Of(run))
            : Error.NotFound("There is no such run.").ToProblem();

    private static async Task<Results<Ok<IReadOnlyList<RunEventAnswer>>, ProblemHttpResult>> EventsAsync(
        long id,
        string? after,
        ApiCaller caller,
        RetrainingReader reader,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var from = (long)Math.Clamp(query.Number("after", after) ?? 0, 0, long.MaxValue / 2);
        if (query.Problem is { } problem)
            return Error.Invalid(problem).ToProblem();
        return await reader.EventsAsync(caller, id, from, cancellationToken) is { } events
            ? TypedResults.Ok<IReadOnlyList<RunEventAnswer>>([
                .. events.Select(e => new RunEventAnswer(
                    e.Id,
                    e.At,
                    RetrainingWords.Key(e.Kind),
                    e.State is { } state ? RetrainingWords.Key(state) : null,
                    e.Text
                )),
            ])
            : Error.NotFound("There is no such run.").ToProblem();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> LineageAsync(
        long id,
        ApiCaller caller,
        RetrainingReader reader,
        CancellationToken cancellationToken
    ) =>
        await reader.LineageAsync(caller, id, cancellationToken) is { } events
            ? TypedResults.Bytes(events, MediaTypeNames.Application.Json)
            : Error.NotFound("There is no such run.").ToProblem();

    private static async Task<Results<Ok<RetrainingDone>, ProblemHttpResult>> ProposeAsync(
        ProposeBody body,
        ApiCaller caller,
        RetrainingService service,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(body.Workflow) || body.Workflow.Contains('\0', StringComparison.Ordinal))
            return Error.InvalidField("workflow", "Name the workflow.").ToProblem();
        var made = await service.ProposeAsync(caller, body.Workflow, body.Pattern, body.Repair, body.Reason, cancellationToken);
        return made.Ok ? TypedResults.Ok(new RetrainingDone(made.Value, made.Message)) : made.Error.ToProblem();
    }

    private static async Task<Results<Ok<RunStartedAnswer>, ProblemHttpResult>> StartAsync(
        long id,
        StartRunBody body,
        ApiCaller caller,
        RetrainingService service,
        CancellationToken cancellationToken
    )
    {
        var started = await service.StartAsync(caller, id, body.Executor, cancellationToken);
        return started.Ok
            ? TypedResults.Ok(new RunStartedAnswer(started.Value.Run, started.Value.IsNew, started.Message))
            : started.Error.ToProblem();
    }

    private static async Task<Results<Ok<RetrainingDone>, ProblemHttpResult>> DismissAsync(
        long id,
        DismissBody body,
        ApiCaller caller,
        RetrainingService service,
        CancellationToken cancellationToken
    )
    {
        var result = await service.DismissAsync(caller, id, body.Reason, cancellationToken);
        return result.Ok ? TypedResults.Ok(new RetrainingDone(id, result.Message)) : result.Error.ToProblem();
    }

    private static async Task<Results<Ok<RetrainingDone>, ProblemHttpResult>> CancelAsync(
        long id,
        ApiCaller caller,
        RetrainingService service,
        CancellationToken cancellationToken
    )
    {
        var result = await service.CancelAsync(caller, id, cancellationToken);
        return result.Ok ? TypedResults.Ok(new RetrainingDone(id, result.Message)) : result.Error.ToProblem();
    }

    private static async Task<Results<Ok<CallbackAnswer>, ProblemHttpResult>> CallbackAsync(
        long id,
        HttpContext context,
        CallbackService callbacks,
        CancellationToken cancellationToken
    )
    {
        var unknown = Error.NotFound("There is no such run, or the signature does not fit.");
        var signature = context.Request.Headers[NoticeSender.SignatureHeader].ToString();
        if (!await callbacks.IsExpectedAsync(id, signature, cancellationToken))
            return unknown.ToProblem();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = CallbackService.MaxBytes;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        var accepted = await callbacks.AcceptAsync(id, body.ToArray(), signature, cancellationToken);
        return accepted is null ? unknown.ToProblem()
            : accepted.Ok ? TypedResults.Ok(accepted.Value)
            : accepted.Error.ToProblem();
    }

    private static async Task<Results<Ok<ScoreAnswer>, ProblemHttpResult>> ScoreAsync(
        long id,
        ScoreBody body,
        HttpContext context,
        ScoreService scores,
        CancellationToken cancellationToken
    )
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;
        var scored = await scores.ScoreAsync(id, token, body, cancellationToken);
        return scored is null ? Error.NotFound("There is no such run, or the token is not valid for it.").ToProblem()
            : scored.Ok ? TypedResults.Ok(scored.Value)
            : scored.Error.ToProblem();
    }
}
