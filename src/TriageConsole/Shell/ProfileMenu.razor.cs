using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Account.Profile;
using TriageConsole.Security;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Shell;

/// <summary>The signed-in person, their theme, and the way out.</summary>
public sealed partial class ProfileMenu(CurrentPerson current, ThemeState theme, ProfileService profiles) : ComponentBase
{
    private static readonly (string Mode, string Name, string Icon)[] Modes =
    [
        ("system", "System", Icons.Material.Outlined.SettingsBrightness),
        ("light", "Light", Icons.Material.Outlined.LightMode),
        ("dark", "Dark", Icons.Material.Outlined.DarkMode),
    ];

    private string? person;
    private string chosen = "system";

    private string ThemeIcon => Modes.Single(m => m.Mode == chosen).Icon;

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        person = access.IsNobody ? null : access.DisplayName;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await theme.StartAsync();
        chosen = theme.Chosen;
        StateHasChanged();
    }

    private async Task ChooseAsync(string mode)
    {
        await theme.ChooseAsync(mode);
        await profiles.SetThemeAsync(await current.GetAsync(), mode);
        chosen = mode;
    }

    private static string Initials(string name)
    {
        var words = name.Split([' ', '.', '@'], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Take(2).Select(w => char.ToUpperInvariant(w[0])));
    }
}
