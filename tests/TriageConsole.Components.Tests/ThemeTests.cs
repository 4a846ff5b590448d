using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Components.Tests;

public sealed class ThemeTests : ComponentTest
{
    [Fact]
    public async Task Stylesheet_HasBothModes()
    {
        var css = await new ThemeStylesheet(Services, NullLoggerFactory.Instance).TextAsync();
        Assert.Contains("--mud-palette-primary: rgba(58,86,200,1);", css, StringComparison.Ordinal);
        Assert.Contains(":root[data-theme=\"dark\"]", css, StringComparison.Ordinal);
        Assert.Contains(":root:not([data-theme])", css, StringComparison.Ordinal);
        Assert.Contains("--mud-palette-primary: rgba(174,191,255,1);", css, StringComparison.Ordinal);
        Assert.Contains("--chart-6: #2484b8;", css, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylesheet_HasTheSameAddress_ForTheSameTheme()
    {
        var first = await new ThemeStylesheet(Services, NullLoggerFactory.Instance).VersionAsync();
        Assert.Equal(first, await new ThemeStylesheet(Services, NullLoggerFactory.Instance).VersionAsync());
        Assert.Equal(12, first.Length);
    }

    [Fact]
    public void Series_HaveAsManyColorsInBothModes() => Assert.Equal(ConsoleTheme.LightSeries.Count, ConsoleTheme.DarkSeries.Count);

    [Fact]
    public async Task State_FollowsTheBrowser()
    {
        var module = JSInterop.SetupModule("./theme.js");
        module.Setup<string>("chosen").SetResult("dark");
        module.Setup<bool>("follow", _ => true).SetResult(true);
        Services.AddScoped<ThemeState>();
        var state = Services.GetRequiredService<ThemeState>();
        var changes = 0;
        state.Changed += () => changes++;
        await state.StartAsync();
        Assert.Equal((true, "dark", 1), (state.IsDark, state.Chosen, changes));
        state.OnChanged(true);
        Assert.Equal(1, changes);
        state.OnChanged(false);
        Assert.Equal((false, 2), (state.IsDark, changes));
    }
}
