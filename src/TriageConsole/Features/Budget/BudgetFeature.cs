using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Redaction;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

internal static class BudgetFeature
{
    public static IServiceCollection AddBudget(this IServiceCollection services) =>
        services
            .AddSingleton<IErasurePart, FeedbackSourceErasure>()
            .AddSingleton<FailureRateService>()
            .AddSingleton<BudgetService>()
            .AddSingleton<FeedbackSourceComparer>();

    public static IServiceCollection AddBudgetJobs(this IServiceCollection services) => services.AddJob<FeedbackSourceJob>();

    public static void MapBudget(this WebApplication app) =>
        app.MapGet("/api/v1/failure-rates", RatesAsync)
            .WithTags("Budget")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadFailureRates")
            .WithSummary("Failure rates of a workflow from experts' labels, without the bias of the queue")
            .WithDescription(
                "by: all (default), version or segment. hajek: labels of both samples, weighted by their selection "
                    + "probability; prediction_powered: the suspicion scores of all interactions, corrected by labels (PPI++). "
                    + "queue_rate is the plain rate of all labeled queue items: biased. open_sampling_rounds: sampling rounds that are "
                    + "not complete and do not count yet. from, to by event time; the last four weeks of traffic unless named."
            );

    private static async Task<Results<Ok<FailureRatesAnswer>, ProblemHttpResult>> RatesAsync(
        ApiCaller caller,
        FailureRateService rates,
        string? workflow,
        string? by,
        string? from,
        string? to,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var dimension = query.OneOf("by", by, "all", FailureRateService.Dimensions);
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "The parameter workflow is missing.", statusCode: 400);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        return await rates.ReadAsync(caller, workflow, dimension, since, until, cancellationToken) is { } found
            ? TypedResults.Ok(
                new FailureRatesAnswer(
                    workflow,
                    dimension,
                    found.From,
                    found.To,
                    found.OpenSamplingRounds,
                    [
                        .. found.Rates.Select(r => new FailureRateAnswer(
                            dimension == "all" ? null : r.Key,
                            r.Interactions,
                            r.Labeled,
                            r.Estimate.Interval,
                            r.Predicted.Interval,
                            r.Lambda,
                            r.QueueRate,
                            r.QueueLabeled
                        )),
                    ]
                )
            )
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }
}
