using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

public sealed partial class WorkflowPage(WorkflowService workflows, CurrentPerson current) : ComponentBase
{
    private WorkflowDetail? detail;
    private WorkflowSettings form = new();
    private WorkflowSaved? saved;
    private bool loading = true;
    private bool saving;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        saved = null;
        detail = await workflows.FindAsync(await current.GetAsync(), Key, Tenant);
        form = detail?.Settings ?? new();
        loading = false;
    }

    private async Task SaveAsync()
    {
        if (detail is null || saving) return;
        saving = true;
        try
        {
            var result = await workflows.SaveAsync(await current.GetAsync(), detail.Workflow.Id, form);
            if (result.Done) await LoadAsync();
            saved = result;
        }
        finally
        {
            saving = false;
        }
    }

    private string? Error(string field) => saved?.Errors.GetValueOrDefault(field);
}
