using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

internal static class WorkflowsFeature
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) =>
        services.AddSingleton<WorkflowDirectory>().AddSingleton<WorkflowService>();
}
