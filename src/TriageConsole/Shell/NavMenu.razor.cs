using Microsoft.AspNetCore.Components;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Shows only the pages that the person can open. Each page checks access itself.</summary>
public sealed partial class NavMenu(CurrentPerson current) : ComponentBase
{
    private static readonly (MenuItem Item, Role[] Roles)[] All =
    [
        (new("/", "Home", "M4 11l8-7 8 7v9h-5v-6H9v6H4z"), []),
        (new("/interactions", "Interactions", "M4 5h16v11H9l-5 4z"), [Role.Lead]),
        (new("/outcomes", "Outcomes", "M4 4v16h16M7 15l4-5 3 3 5-7"), [Role.Lead, Role.Approver]),
        (new("/releases", "Releases", "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9"), [Role.Lead, Role.Approver]),
        (new("/patterns", "Patterns", "M4 20V10M9 20V4M14 20v-8M19 20v-5"), [Role.Lead]),
        (new("/queues", "Queues", "M4 6h16M4 12h11M4 18h7"), [Role.Lead]),
        (new("/workflows", "Workflows", "M5 4h5v5H5zM14 15h5v5h-5zM7.5 9v5a3.5 3.5 0 003.5 3.5h3"), [Role.Lead]),
        (new("/health", "Data", "M3 12h4l3-7 4 14 3-7h4"), [Role.Lead]),
        (
            new(
                "/admin/people",
                "People",
                "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM3 20c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5M16 4.5a3.5 3.5 0 010 6.2M17.5 14.8c2.2 .7 "
                    + "3.5 2.5 3.5 5.2"
            ),
            [Role.Admin]
        ),
        (new("/admin/keys", "Keys", "M8 18a4 4 0 100-8 4 4 0 000 8zM11 11l9-7M16 7l3 3"), [Role.Admin]),
        (new("/admin/endpoints", "Models", "M5 5h14v6H5zM5 13h14v6H5zM8 8h.01M8 16h.01"), [Role.Admin]),
    ];

    private static readonly MenuItem Jobs = new("/admin/jobs", "Jobs", "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2");

    private IReadOnlyList<MenuItem> items = [];
    private string? person;

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        if (access.IsNobody)
            return;
        person = access.DisplayName;
        items = [.. All.Where(i => i.Roles.Length == 0 || i.Roles.Any(access.HasAnywhere)).Select(i => i.Item)];
        if (access.IsSiteAdmin)
            items = [.. items, Jobs];
    }

    private static string Initials(string name)
    {
        var words = name.Split([' ', '.', '@'], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Take(2).Select(w => char.ToUpperInvariant(w[0])));
    }

    private sealed record MenuItem(string Href, string Label, string Icon);
}
