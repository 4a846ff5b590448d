using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Data.Access;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

public sealed partial class WorkflowsPage(WorkflowService workflows, CurrentPerson current, ChangeNotifier notifier, TimeProvider time) : ComponentBase, IDisposable
{
    private IReadOnlyList<WorkflowRow>? rows;
    private bool manyTenants;
    private LiveRefresh? live;

    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        // Any workflow: a new one appears in the list too.
        live = new LiveRefresh(notifier, time, _ => true, () => InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        }));
    }

    private async Task LoadAsync()
    {
        rows = (await workflows.ListAsync(await current.GetAsync(), Role.Lead)).OrderBy(r => r.Workflow.Configured).ToList();
        manyTenants = rows.Select(r => r.Workflow.TenantId).Distinct().Count() > 1;
    }

    public void Dispose() => live?.Dispose();
}
