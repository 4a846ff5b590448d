using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

internal static class DataHealthFeature
{
    public static IServiceCollection AddDataHealth(this IServiceCollection services) =>
        services.AddSingleton<DataHealthService>().AddSingleton<FindingsService>().AddSingleton<WorkflowHealthService>();

    public static IServiceCollection AddDataHealthJobs(this IServiceCollection services) => services.AddJob<FindingsJob>();

    public static void MapDataHealth(this WebApplication app) =>
        app.MapGet("/api/v1/findings", ListAsync)
            .WithTags("Data health")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadFindings")
            .WithSummary("Findings about the data of a workflow")
            .WithDescription(
                "kind: attribute_drift, outcome_shift, error_rate_shift, served_model, lost_field, mixed_metrics or "
                    + "proxy_lost; level: alert or notice, alerts first. all=true also lists those that are no longer so "
                    + "(current=false)."
            );

    private static async Task<Results<Ok<FindingsAnswer>, ProblemHttpResult>> ListAsync(
        ApiCaller caller,
        FindingsService findings,
        string? workflow,
        string? all,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryParameters();
        var every = query.OneOf("all", all, "false", ["true", "false"]) == "true";
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "The parameter workflow is missing.", statusCode: 400);
        if (query.Problem is { } problem)
            return TypedResults.Problem(detail: problem, statusCode: 400);
        return await findings.ListAsync(caller, workflow, every, cancellationToken) is { } found
            ? TypedResults.Ok(new FindingsAnswer(workflow, found))
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }
}
