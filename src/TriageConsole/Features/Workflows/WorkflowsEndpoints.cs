using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>A workflow as the API gives it, with its kept counts.</summary>
public sealed record WorkflowAnswer(
    string Key,
    string Name,
    bool Configured,
    string? OutcomeMetric,
    string? OutcomeUnit,
    string OutcomeDirection,
    WorkflowCounts Counts
);

internal static class WorkflowsEndpoints
{
    public static void MapWorkflows(this WebApplication app) =>
        app.MapGet(
                "/api/v1/workflows",
                (ApiCaller caller, WorkflowService workflows, CancellationToken cancellationToken) =>
                    workflows.ListAsync(caller, cancellationToken)
            )
            .WithTags("Workflows")
            .RequireAuthorization(Policies.ScopeRead)
            .WithName("ListWorkflows")
            .WithSummary("List the tenant's workflows with their counts");
}
