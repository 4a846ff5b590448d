using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>The endpoints that evaluations can call, for admins.</summary>
public sealed partial class EndpointsPage(EndpointService endpoints, CurrentPerson current, TimeProvider time) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private readonly FieldMessages messages = new();
    private ListPage<EndpointRow>? rows;
    private IReadOnlyList<(long Id, string Key)> tenants = [];
    private EndpointRow? changed;
    private Result? told;
    private bool editing;
    private bool busy;
    private bool withoutKey;
    private long tenantId;
    private string name = "";
    private string url = "";
    private string model = "";
    private string key = "";

    private string KeyHelp =>
        changed is { HasKey: true }
            ? "Leave empty to keep the stored key."
            : "Sent as Authorization: Bearer …. Leave empty if no key is needed.";

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        if (rows is null)
            tenants = await endpoints.TenantsAsync(await current.GetAsync());
        await LoadAsync();
    }

    private async Task LoadAsync() => rows = await endpoints.ListAsync(await current.GetAsync(), Page ?? 1);

    private void Edit(EndpointRow? row)
    {
        editing = !(editing && changed?.Id == row?.Id);
        (changed, told, withoutKey) = (row, null, false);
        (name, url, model, key, tenantId) = (
            row?.Name ?? "",
            row?.BaseUrl ?? "",
            row?.Model ?? "",
            "",
            row?.TenantId ?? (tenants.Count > 0 ? tenants[0].Id : 0)
        );
    }

    private string TenantKey(long id) => tenants.FirstOrDefault(t => t.Id == id).Key ?? "";

    private IEnumerable<KeyValuePair<string, object>> Message(string field, object? value) => messages.At(told, field, value);

    private async Task SaveAsync()
    {
        if (busy)
            return;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            // An empty field keeps the stored key: the page does not have it.
            var edit = new EndpointEdit(
                name,
                url,
                model,
                withoutKey ? ""
                    : key.Length > 0 ? key
                    : null
            );
            told = changed is null
                ? await endpoints.CreateAsync(access, tenantId, edit)
                : await endpoints.ChangeAsync(access, changed.Id, changed.RowVersion, edit);
            if (told.Ok)
                (editing, key) = (false, "");
        }
        catch (AccessDeniedException e)
        {
            told = Error.Forbidden(e.Message);
        }
        finally
        {
            busy = false;
        }

        await LoadAsync();
    }

    private async Task RemoveAsync(long id, bool removed)
    {
        var result = await endpoints.RemoveAsync(await current.GetAsync(), id, removed);
        (told, editing) = (result, false);
        await LoadAsync();
    }
}
