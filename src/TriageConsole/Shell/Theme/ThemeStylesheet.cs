using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace TriageConsole.Shell.Theme;

/// <summary>
/// The theme as one stylesheet for both modes, written once at start. MudThemeProvider writes the same rules into every page for one mode
/// only: the server does not know the mode of the system, so the first picture would be in the wrong one, and static pages would have none.
/// </summary>
internal sealed partial class ThemeStylesheet(IServiceProvider services, ILoggerFactory loggers)
{
    private readonly Lazy<Task<string>> text = new(() => WriteAsync(services, loggers));
    private Task<byte[]>? compressed;

    /// <summary>The stylesheet.</summary>
    public Task<string> TextAsync() => text.Value;

    /// <summary>The stylesheet, compressed with Brotli.</summary>
    public Task<byte[]> CompressedAsync() => compressed ??= CompressAsync();

    /// <summary>Part of its address: another text has another address, so browsers may keep it.</summary>
    public async Task<string> VersionAsync() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await TextAsync())))[..12];

    private static async Task<string> WriteAsync(IServiceProvider services, ILoggerFactory loggers)
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var light = await RulesAsync(renderer, isDark: false);
        var dark = await RulesAsync(renderer, isDark: true);
        var differences = string.Join('\n', dark.Split('\n').Except(light.Split('\n')));
        var css = new StringBuilder();
        css.Append(":root {\ncolor-scheme: light;\n").Append(light).Append("}\n");
        css.Append(":root[data-theme=\"dark\"] {\ncolor-scheme: dark;\n").Append(differences).Append("\n}\n");
        css.Append("@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) {\ncolor-scheme: dark;\n");
        return css.Append(differences).Append("\n}\n}\n").ToString();
    }

    private async Task<byte[]> CompressAsync()
    {
        using var target = new MemoryStream();
        await using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize))
            await brotli.WriteAsync(Encoding.UTF8.GetBytes(await TextAsync()));
        return target.ToArray();
    }

    /// <summary>The declarations of one mode, one per line.</summary>
    private static async Task<string> RulesAsync(HtmlRenderer renderer, bool isDark)
    {
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<MudThemeProvider>(
                    ParameterView.FromDictionary(
                        new Dictionary<string, object?>
                        {
                            [nameof(MudThemeProvider.Theme)] = ConsoleTheme.Mud,
                            [nameof(MudThemeProvider.IsDarkMode)] = isDark,
                            [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
                            [nameof(MudThemeProvider.DefaultScrollbar)] = true,
                        }
                    )
                )
            ).ToHtmlString()
        );
        var rules = new StringBuilder();
        // A quoted generic family is not generic, so the family is a variable of the stylesheet.
        foreach (Match rule in Declaration().Matches(html))
            rules.Append(Family().IsMatch(rule.Value) ? $"{rule.Groups[1].Value}: var(--font);" : rule.Value).Append('\n');
        foreach (var (name, value) in isDark ? ConsoleTheme.DarkExtras : ConsoleTheme.LightExtras)
            rules.Append("--").Append(name).Append(": ").Append(value).Append(";\n");
        foreach (var (color, n) in (isDark ? ConsoleTheme.DarkSeries : ConsoleTheme.LightSeries).Select((c, n) => (c, n + 1)))
            rules.Append("--chart-").Append(n).Append(": ").Append(color).Append(";\n");
        return rules.ToString();
    }

    [GeneratedRegex(@"(--mud-[a-z0-9-]+)\s*:\s*[^;{}]+;")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^--mud-typography-[a-z0-9]+-family")]
    private static partial Regex Family();
}
