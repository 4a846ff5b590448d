using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Features.Ingest.Log;
using TriageConsole.Jobs;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

internal static class DataHealthFeature
{
    public static IServiceCollection AddDataHealth(this IServiceCollection services) =>
        services
            .AddSingleton<DataHealthService>()
            .AddSingleton<FindingsService>()
            .AddSingleton<WorkflowHealthService>()
            .AddSingleton<FieldHistoryService>()
            .AddSingleton<UnmatchedService>();

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
                    + "are bound to the tenant. event_log says what waits for the object store and what it got in 24 hours."
            );
        app.MapGet("/api/v1/health/fields", FieldsAsync)
            .WithTags("Data health")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadFieldHistory")
            .WithSummary("The fields of a workflow by day")
            .WithDescription(
                "For each day with interactions, the share that have an outcome and each important field. The days end with the latest "
                    + "event; days is at most 90. A day is represented by its latest 5,000 interactions."
            )
            .ProducesProblem(400)
            .ProducesProblem(404);
        app.MapGet("/api/v1/health/unmatched", UnmatchedAsync)
            .WithTags("Data health")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ReadUnmatchedSignals")
            .WithSummary("Signals whose interaction has not arrived")
            .WithDescription("Their kinds by number, and a page of 25 of them, the oldest first.")
            .ProducesProblem(400);
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
        EventLogStateReader log,
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
                bus.Read(caller),
                await log.ReadAsync(caller, cancellationToken)
            )
        );
    }

    private static async Task<Results<Ok<FieldHistory>, ProblemHttpResult>> FieldsAsync(
        ApiCaller caller,
        FieldHistoryService history,
        string? workflow,
        string? days,
        CancellationToken cancellationToken
    )
    {
        var number = FieldHistoryService.StandardDays;
        if (
            days is not null
            && (
                !int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                || number is < 1 or > FieldHistoryService.MaxDays
            )
        )
            return TypedResults.Problem(detail: $"days is from 1 to {FieldHistoryService.MaxDays}.", statusCode: 400);
        if (string.IsNullOrWhiteSpace(workflow))
            return TypedResults.Problem(detail: "The parameter workflow is missing.", statusCode: 400);
        return await history.ReadAsync(caller, workflow, number, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem(detail: $"There is no workflow '{workflow}' in this tenant.", statusCode: 404);
    }

    private static async Task<Results<Ok<UnmatchedAnswer>, ProblemHttpResult>> UnmatchedAsync(
        ApiCaller caller,
        UnmatchedService unmatched,
        string? page,
        CancellationToken cancellationToken
    )
    {
        var number = 1;
        if (page is not null && (!int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1))
            return TypedResults.Problem(detail: "page must be a number from 1 on.", statusCode: 400);
        var view = await unmatched.ReadAsync(caller, number, cancellationToken);
        return TypedResults.Ok(new UnmatchedAnswer(view.Signals.Total, view.Groups, view.Signals.Items));
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
