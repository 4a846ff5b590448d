using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>The settings of redaction of a tenant or a workflow, with a trial on a sample before saving.</summary>
public sealed partial class RedactionPage(RedactionSettingsService service, CurrentPerson current) : ComponentBase
{
    private IReadOnlyList<RedactionScopeRow>? scopes;
    private RedactionScopeRow scope = new(0, "", null, "", false);
    private RedactionDefinition edited = new();
    private object form = new();
    private int rowVersion;
    private Result? result;
    private bool busy;

    protected override async Task OnInitializedAsync()
    {
        scopes = await service.ScopesAsync(await current.GetAsync());
        if (scopes.Count > 0)
            await ChooseAsync(scopes[0]);
    }

    private static string Named(RedactionScopeRow row) =>
        row.WorkflowId is null ? $"{row.TenantKey}: all workflows without own settings" : $"{row.TenantKey}: {row.Name}";

    private async Task ChooseAsync(RedactionScopeRow chosen)
    {
        (scope, result) = (chosen, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var view = await service.ReadAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId);
        // What was edited for another scope, or before the settings were saved, is dropped with its form.
        (edited, form) = (view.Definition, new object());
        rowVersion = view.RowVersion;
    }

    private Task SaveAsync(RedactionDefinition wanted) =>
        ChangeAsync(async () => await service.SaveAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId, wanted, rowVersion));

    private Task ResetAsync() =>
        ChangeAsync(async () => await service.ResetAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId));

    private async Task ChangeAsync(Func<Task<Result>> change)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            result = await change();
            if (!result.Ok)
                return;
            scopes = await service.ScopesAsync(await current.GetAsync());
            scope = scopes.First(s => s.TenantId == scope.TenantId && s.WorkflowId == scope.WorkflowId);
            await LoadAsync();
        }
        finally
        {
            busy = false;
        }
    }
}
