using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

internal static class DataHealthFeature
{
    public static IServiceCollection AddDataHealth(this IServiceCollection services) =>
        services.AddSingleton<DataHealthService>().AddSingleton<FindingsService>().AddSingleton<WorkflowHealthService>();

    public static IServiceCollection AddDataHealthJobs(this IServiceCollection services) => services.AddJob<FindingsJob>();

    public static void MapDataHealth(this WebApplication app)
    {
        app.MapGet("/api/v1/health/data", HealthAsync)
            .WithTags("Data health")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadDataHealth")
            .WithSummary("The state of incoming data")
            .WithDescription(
                "Lines in quarantine by reason, signals that wait for their interaction, and for each workflow its traffic, the share of "
                    + "the latest interactions that have an outcome and each important field, and the number of findings. Workflows "
                    + "come in pages of ten, those with alerts first. bus lists the queues and topics of message brokers that "
                    + "are bound to the tenant."
            );
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
    }

    private static async Task<Results<Ok<DataHealthAnswer>, ProblemHttpResult>> HealthAsync(
        ApiCaller caller,
        DataHealthService quarantine,
        WorkflowHealthService health,
        BusStatus bus,
        string? workflow,
        string? page,
        CancellationToken cancellationToken
    )
    {
        var number = 1;
        if (page is not null && (!int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1))
            return TypedResults.Problem(detail: "page must be a number from 1 on.", statusCode: 400);
        var workflows = await health.ListAsync(caller, string.IsNullOrWhiteSpace(workflow) ? null : workflow, number, cancellationToken);
        if (workflows.Total == 0 && !string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
        var (reasons, waiting, oldest) = await quarantine.CountAsync(caller, cancellationToken);
        return TypedResults.Ok(
            new DataHealthAnswer(
                reasons,
                waiting,
                oldest,
                [.. workflows.Items.Select(WorkflowHealthAnswer.Of)],
                workflows.Total,
                bus.Read(caller)
            )
        );
    }

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
