namespace TriageConsole.Features.Workflows;

internal static class WorkflowsFeature
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) =>
        services.AddSingleton<WorkflowDirectory>().AddSingleton<WorkflowService>().AddSingleton<OutcomeProposals>();
}
