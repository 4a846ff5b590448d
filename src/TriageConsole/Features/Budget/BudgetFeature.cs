using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.Budget;

internal static class BudgetFeature
{
    public static IServiceCollection AddBudget(this IServiceCollection services) =>
        services.AddSingleton<FailureRateService>().AddSingleton<BudgetService>().AddSingleton<FeedbackSourceComparer>();

    public static IServiceCollection AddBudgetJobs(this IServiceCollection services) => services.AddJob<FeedbackSourceJob>();

    public static void MapBudget(this WebApplication app) =>
        app.MapGet("/api/v1/failure-rates", RatesAsync)
            .WithTags("Budget")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadFailureRates")
            .WithSummary("How often a workflow fails, by experts' labels, without the queue's bias")
            .WithDescription(
                "by: all (default), version or segment. hajek: labels of both lanes over the probability with which "
                    + "they were drawn; prediction_powered: the suspicion of everything, corrected by those labels (PPI++). "
                    + "queue_rate is the plain rate of what the queue had labeled: biased. open_draws are not labeled "
                    + "through and do not count yet. from, to by event time; the last four weeks of traffic unless named."
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
            return TypedResults.Problem(detail: "workflow is missing: name the workflow whose failure rates to read.", statusCode: 400);
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
