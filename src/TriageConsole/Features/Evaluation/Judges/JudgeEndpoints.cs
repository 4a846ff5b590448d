using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;
using TriageConsole.Features.Agreement;
using TriageConsole.Features.Agreement.Judges;
using TriageConsole.Features.Agreement.Statistics;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Judges;

internal static class JudgeEndpoints
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/judges").WithTags("Evaluation").DisableAntiforgery();
        api.MapPost("/runs", StartAsync)
            .RequireAuthorization(Policies.ScopeRelease)
            .WithName("StartJudgeRun")
            .WithSummary("Calibrates a judge, or tries instructions for it")
            .WithDescription(
                "Without prompt: the judge answers the latest interactions with an expert label, and its answers become its labels. With "
                    + "prompt: these instructions answer the held-out half of the tasks and are compared with the calibrated ones. Returns "
                    + "202 with the id of the run."
            )
            .Produces<JudgeRunStarted>(202)
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapGet("/runs/{id:long}", ReadAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadJudgeRun")
            .WithSummary("The progress of a run of a judge and the result of a trial");
        api.MapGet("/errors", ErrorsAsync)
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadJudgeErrors")
            .WithSummary("Where a judge differs from experts")
            .WithDescription(
                "Per question: κ, confusion, error rates by pattern, and the latest errors of tasks that are not held out. workflow and "
                    + "judge (the labeler id) are required."
            );
    }

    private static async Task<Results<Accepted<JudgeRunStarted>, ProblemHttpResult>> StartAsync(
        ApiCaller caller,
        JudgeRunService runs,
        JudgeRunBody body,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(body.Workflow) || string.IsNullOrWhiteSpace(body.Judge))
            return Error.Invalid("workflow and judge are required.").ToProblem();
        var started = await runs.StartAsync(caller, body.Workflow, body.Judge, body.Prompt, cancellationToken);
        return started.Error is { } error
            ? error.ToProblem()
            : TypedResults.Accepted($"/api/v1/judges/runs/{started.Value}", new JudgeRunStarted(started.Value, started.Message));
    }

    private static async Task<Results<Ok<JudgeRunAnswer>, NotFound>> ReadAsync(
        ApiCaller caller,
        JudgeRunService runs,
        long id,
        CancellationToken cancellationToken
    ) => await runs.ReadAsync(caller, id, cancellationToken) is { } run ? TypedResults.Ok(JudgeRunAnswer.Of(run)) : TypedResults.NotFound();

    private static async Task<Results<Ok<JudgeErrorsAnswer>, ProblemHttpResult>> ErrorsAsync(
        ApiCaller caller,
        AgreementService agreement,
        AgreementCounter counter,
        IJudgeBindings bindings,
        JudgeErrorReader errors,
        string? workflow,
        string? judge,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(workflow) || string.IsNullOrWhiteSpace(judge))
            return TypedResults.Problem(detail: "workflow and judge are required.", statusCode: 400);
        if (await agreement.WorkflowAsync(caller, workflow, cancellationToken) is not { } id)
            return TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
        await counter.CatchUpAsync(id, CatchUp, cancellationToken);
        var binding = (await bindings.CurrentAsync(id, cancellationToken)).GetValueOrDefault(judge);
        var found = await errors.ReadAsync(caller.TenantId, id, binding, judge, cancellationToken);
        return TypedResults.Ok(
            new JudgeErrorsAnswer(
                workflow,
                judge,
                JudgeCalibrationAnswer.Of(binding),
                [
                    .. found.Select(e => new JudgeQuestionErrors(
                        e.Question.Key,
                        e.Items,
                        e.Errors,
                        FigureAnswer.Of(e.Kappa),
                        e.Confusion,
                        e.Patterns,
                        e.Examples,
                        e.HeldOutErrors
                    )),
                ]
            )
        );
    }
}
