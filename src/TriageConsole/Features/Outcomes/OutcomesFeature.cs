using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

internal static class OutcomesFeature
{
    public static IServiceCollection AddOutcomes(this IServiceCollection services) =>
        services.AddSingleton<OutcomeService>().AddSingleton<OutcomeDashboard>().AddSingleton<WeekReader>();

    public static void MapOutcomes(this WebApplication app)
    {
        app.MapGet("/api/v1/outcomes", ByAsync)
            .WithTags("Outcomes")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadOutcomes")
            .WithSummary("Outcomes by version, segment and other dimensions")
            .WithDescription(
                $"by: {string.Join(", ", OutcomeService.Dimensions)} (default model_version, keyed "
                    + $"model_id@model_version). One group per workflow, metric and key: different metrics are never averaged "
                    + $"together. count includes missing; mean = sum / (count - missing)."
            );
        OutcomesOverTime.Map(app);
        OutcomeExport.Map(app);
    }

    private static async Task<Results<Ok<OutcomesAnswer>, ProblemHttpResult>> ByAsync(
        ApiCaller caller,
        OutcomeService outcomes,
        string? workflow,
        string? by,
        string? from,
        string? to,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var dimension = query.OneOf("by", by, "model_version", OutcomeService.Dimensions);
        var (since, until) = (query.Time("from", from), query.Time("to", to));
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        var groups = await outcomes.ByAsync(
            caller,
            string.IsNullOrWhiteSpace(workflow) ? null : workflow,
            dimension,
            since,
            until,
            cancellationToken
        );
        return groups is null
            ? TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404)
            : TypedResults.Ok(new OutcomesAnswer(dimension, groups));
    }
}
