using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

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
