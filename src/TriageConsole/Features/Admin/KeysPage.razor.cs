using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class KeysPage(ApiKeyService service, PeopleReader people, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private readonly HashSet<string> scopes = [ApiScopes.Ingest];
    private bool mayAddTenants;
    private ListPage<ApiKeyRow>? keys;
    private IReadOnlyList<string> tenants = [];
    private bool named;
    private DateTimeOffset now;
    private string? refusal;
    private string? secret;
    private bool creating;
    private bool busy;
    private string tenant = "";
    private string name = "";
    private int days = 365;

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        if (named)
            return;
        named = true;
        tenants = await people.TenantsAsync(await current.GetAsync());
        if (tenants.Count == 1)
            tenant = tenants[0];
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        mayAddTenants = access.IsSiteAdmin;
        now = time.GetUtcNow();
        keys = await service.ListAsync(access, Page ?? 1);
    }

    private void Toggle(string scope)
    {
        if (!scopes.Remove(scope))
            scopes.Add(scope);
    }

    private async Task CreateAsync()
    {
        if (busy)
            return;
        busy = true;
        refusal = null;
        try
        {
            var expiry = days > 0 ? time.GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
            secret = (await service.CreateAsync(await current.GetAsync(), tenant, name, scopes, expiry)).Key;
            creating = false;
            name = "";
            await LoadAsync();
        }
        catch (Exception e) when (e is ArgumentException or AccessDeniedException)
        {
            refusal = e is ArgumentException { ParamName: not null } a
                ? a.Message.Replace($" (Parameter '{a.ParamName}')", "", StringComparison.Ordinal)
                : e.Message;
        }
        finally
        {
            busy = false;
        }
    }

    private async Task RevokeAsync(long id)
    {
        refusal = await service.RevokeAsync(await current.GetAsync(), id)
            ? null
            : "This key does not exist, is already revoked, or you may not manage it.";
        await LoadAsync();
    }

    private bool IsLive(ApiKeyRow key) => key.RevokedAt is null && !(key.ExpiresAt <= now);
}
