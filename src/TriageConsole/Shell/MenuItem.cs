using MudBlazor;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>A page in the navigation.</summary>
internal sealed record MenuItem(string Href, string Label, string Icon)
{
    private static readonly (MenuItem Item, Role[] Roles)[] All =
    [
        (new("/", "Home", Icons.Material.Outlined.Home), []),
        (new("/interactions", "Interactions", Icons.Material.Outlined.Forum), [Role.Lead]),
        (new("/outcomes", "Outcomes", Icons.Material.Outlined.ShowChart), [Role.Lead, Role.Approver]),
        (new("/report", "Loop report", Icons.Material.Outlined.Summarize), [Role.Lead, Role.Approver]),
        (new("/releases", "Releases", Icons.Material.Outlined.Inventory2), [Role.Lead, Role.Approver]),
        (new("/patterns", "Patterns", Icons.Material.Outlined.BarChart), [Role.Lead]),
        (new("/datasets", "Datasets", Icons.Material.Outlined.Dataset), [Role.Lead]),
        (new("/queues", "Queues", Icons.Material.Outlined.Sort), [Role.Lead]),
        (new("/my-labels", "Your labels", Icons.Material.Outlined.Checklist), [Role.Labeler]),
        (new("/my-flags", "Your flags", Icons.Material.Outlined.Flag), [Role.Labeler]),
        (new("/workflows", "Workflows", Icons.Material.Outlined.AccountTree), [Role.Lead]),
        (new("/health", "Data health", Icons.Material.Outlined.MonitorHeart), [Role.Lead]),
        (new("/admin/people", "People", Icons.Material.Outlined.People), [Role.Admin]),
        (new("/admin/tenants", "Tenants", Icons.Material.Outlined.Apartment), [Role.Admin]),
        (new("/admin/keys", "API keys", Icons.Material.Outlined.Key), [Role.Admin]),
        (new("/admin/redaction", "Redaction", Icons.Material.Outlined.VisibilityOff), [Role.Admin]),
        (new("/admin/erasures", "Erasure", Icons.Material.Outlined.PersonOff), [Role.Admin]),
        (new("/admin/privacy", "Privacy events", Icons.Material.Outlined.PrivacyTip), [Role.Admin]),
        (new("/admin/audit", "Audit log", Icons.Material.Outlined.FactCheck), [Role.Admin]),
        (new("/admin/endpoints", "Model endpoints", Icons.Material.Outlined.Dns), [Role.Admin]),
    ];

    private static readonly MenuItem[] OfSiteAdmins =
    [
        new("/admin/groups", "Groups", Icons.Material.Outlined.Groups),
        new("/admin/jobs", "Jobs", Icons.Material.Outlined.Schedule),
    ];

    /// <summary>The pages that the person can open; none without a session.</summary>
    public static IReadOnlyList<MenuItem> For(PersonAccess access)
    {
        if (access.IsNobody)
            return [];
        var items = All.Where(i => i.Roles.Length == 0 || i.Roles.Any(access.HasAnywhere)).Select(i => i.Item);
        return access.IsSiteAdmin ? [.. items, .. OfSiteAdmins] : [.. items];
    }
}
