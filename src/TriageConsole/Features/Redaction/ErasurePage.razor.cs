using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Erases an end user, and lists past erasures with their certificates.</summary>
public sealed partial class ErasurePage(RedactionSettingsService settings, ErasureService erasures, CurrentPerson current) : ComponentBase
{
    private IReadOnlyList<RedactionScopeRow>? tenants;
    private IReadOnlyList<ErasureRow> past = [];
    private bool busy;
    private Result? result;

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        past = await erasures.ListAsync(access);
        tenants = [.. (await settings.ScopesAsync(access)).Where(s => s.WorkflowId is null)];
    }

    private async Task<bool> EraseAsync((long TenantId, string UserId, string Reason) asked)
    {
        if (busy)
            return false;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            result = await erasures.EraseAsync(access, asked.TenantId, asked.UserId, asked.Reason);
            past = await erasures.ListAsync(access);
            return result.Ok;
        }
        finally
        {
            busy = false;
            // The form calls it, so this component is not rendered by itself.
            StateHasChanged();
        }
    }
}
