using System.Globalization;
using MudBlazor;
using MudBlazor.Utilities;
using TriageConsole.Shell.Theme;

namespace TriageConsole.Components.Charts;

/// <summary>
/// The colors of charts in one mode of the theme. plotly.js needs the colors themselves; the names are those of the stylesheet.
/// </summary>
internal sealed class ChartPalette
{
    private readonly Dictionary<string, MudColor> colors;

    private ChartPalette(Palette palette, IReadOnlyList<string> series)
    {
        colors = new Dictionary<string, MudColor>
        {
            ["--accent"] = palette.Primary,
            ["--ok"] = palette.Success,
            ["--danger"] = palette.Error,
            ["--warn"] = palette.Warning,
            ["--muted"] = palette.TextSecondary,
            ["--text"] = palette.TextPrimary,
            ["--surface"] = palette.Surface,
            ["--line"] = palette.LinesDefault,
        };
        for (var n = 0; n < series.Count; n++)
            colors[$"--chart-{(n + 1).ToString(CultureInfo.InvariantCulture)}"] = new MudColor(series[n]);
    }

    public static ChartPalette Light { get; } = new(ConsoleTheme.Mud.PaletteLight, ConsoleTheme.LightSeries);

    public static ChartPalette Dark { get; } = new(ConsoleTheme.Mud.PaletteDark, ConsoleTheme.DarkSeries);

    public static ChartPalette Of(bool isDark) => isDark ? Dark : Light;

    /// <summary>The color with this name.</summary>
    public string this[string name] => colors[name].ToString(MudColorOutputFormats.Hex);

    /// <summary>The color with this name and opacity.</summary>
    public string Faded(string name, int percent)
    {
        var color = colors[name];
        return string.Create(CultureInfo.InvariantCulture, $"rgba({color.R}, {color.G}, {color.B}, {percent / 100.0:0.##})");
    }
}
