using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Shows only the pages that the person can open. Each page checks access itself.</summary>
public sealed partial class NavMenu(CurrentPerson current) : ComponentBase
{
    private IReadOnlyList<MenuItem> items = [];

    protected override async Task OnInitializedAsync() => items = MenuItem.For(await current.GetAsync());
}
