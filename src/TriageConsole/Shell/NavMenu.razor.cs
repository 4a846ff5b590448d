using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Shows only the pages that the person can open. Each page checks access itself.</summary>
public sealed partial class NavMenu(CurrentPerson current) : ComponentBase
{
    private static readonly (MenuItem Item, Role[] Roles)[] All =
    [
        (new("/", "Home", Icons.Material.Outlined.Home), []),
        (new("/interactions", "Interactions", Icons.Material.Outlined.Forum), [Role.Lead]),
        (new("/outcomes", "Outcomes", Icons.Material.Outlined.ShowChart), [Role.Lead, Role.Approver]),
        (new("/releases", "Releases", Icons.Material.Outlined.Inventory2), [Role.Lead, Role.Approver]),
        (new("/patterns", "Patterns", Icons.Material.Outlined.BarChart), [Role.Lead]),
        (new("/queues", "Queues", Icons.Material.Outlined.Sort), [Role.Lead]),
        (new("/workflows", "Workflows", Icons.Material.Outlined.AccountTree), [Role.Lead]),
        (new("/health", "Data health", Icons.Material.Outlined.MonitorHeart), [Role.Lead]),
        (new("/admin/people", "People", Icons.Material.Outlined.People), [Role.Admin]),
        (new("/admin/tenants", "Tenants", Icons.Material.Outlined.Apartment), [Role.Admin]),
        (new("/admin/keys", "API keys", Icons.Material.Outlined.Key), [Role.Admin]),
        (new("/admin/endpoints", "Model endpoints", Icons.Material.Outlined.Dns), [Role.Admin]),
    ];

    private static readonly MenuItem Jobs = new("/admin/jobs", "Jobs", Icons.Material.Outlined.Schedule);

    private IReadOnlyList<MenuItem> items = [];

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        if (access.IsNobody)
            return;
        items = [.. All.Where(i => i.Roles.Length == 0 || i.Roles.Any(access.HasAnywhere)).Select(i => i.Item)];
        if (access.IsSiteAdmin)
            items = [.. items, Jobs];
    }

    private sealed record MenuItem(string Href, string Label, string Icon);
}
