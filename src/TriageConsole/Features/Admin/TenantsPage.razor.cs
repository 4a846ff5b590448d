using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class TenantsPage(TenantService service, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private IReadOnlyList<TenantRow>? tenants;
    private DateTimeOffset now;
    private Result? result;
    private bool busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        now = time.GetUtcNow();
        tenants = await service.ListAsync(await current.GetAsync());
    }

    private async Task SwitchAsync((TenantRow Tenant, bool On) wanted)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            result = await service.SimulateAsync(await current.GetAsync(), wanted.Tenant.Id, wanted.On);
            await LoadAsync();
        }
        finally
        {
            busy = false;
        }
    }
}
