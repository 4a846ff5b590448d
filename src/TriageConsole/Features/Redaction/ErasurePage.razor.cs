using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Erases an end user, and lists past erasures with their certificates.</summary>
public sealed partial class ErasurePage(RedactionSettingsService settings, ErasureService erasures, CurrentPerson current) : ComponentBase
{
    private IReadOnlyList<RedactionScopeRow>? tenants;
    private IReadOnlyList<ErasureRow> past = [];
    private long tenantId;
    private string userId = "";
    private string reason = "";
    private bool asking;
    private bool busy;
    private Result? result;

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        past = await erasures.ListAsync(access);
        tenants = [.. (await settings.ScopesAsync(access)).Where(s => s.WorkflowId is null)];
        tenantId = tenants.Count > 0 ? tenants[0].TenantId : 0;
    }

    private string Named(long id) => tenants?.FirstOrDefault(t => t.TenantId == id)?.TenantKey ?? "";

    private string? Problem(string field) => result?.Problems.FirstOrDefault(p => p.Field == field)?.Message;

    private void Ask()
    {
        result = ErasureService.Problem(userId, reason);
        asking = result is null;
    }

    private async Task EraseAsync()
    {
        if (busy)
            return;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            result = await erasures.EraseAsync(access, tenantId, userId, reason);
            asking = false;
            if (result.Ok)
                (userId, reason) = ("", "");
            past = await erasures.ListAsync(access);
        }
        finally
        {
            busy = false;
        }
    }
}
