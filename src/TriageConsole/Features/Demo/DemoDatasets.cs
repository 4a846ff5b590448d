using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Datasets;
using TriageConsole.Security;

namespace TriageConsole.Features.Demo;

/// <summary>Builds a dataset for evaluations of each workflow of the demo from its labels.</summary>
internal sealed class DemoDatasets(DatasetService datasets)
{
    private const string Policy =
        """{"kind":"evaluation","days":90,"min_certainty":0.5,"drop_personal_data":true,"skip_tool_messages":true}""";

    public async Task SeedAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var lead = new PersonAccess(
            0,
            DemoPerson.All.First(p => p.Role == Role.Lead).Name,
            [new Grant(Role.Lead, workflow.TenantId, null)]
        );
        var built = await datasets.BuildAsync(
            lead,
            DemoTraffic.Tenant,
            workflow.Key,
            $"{workflow.Name}, evaluation",
            Policy,
            cancellationToken
        );
        if (!built.Ok)
            throw new InvalidOperationException($"The dataset of the demo was not built: {built.Message}");
    }
}
