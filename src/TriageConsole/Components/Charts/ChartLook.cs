using Plotly.Blazor.Traces.ScatterLib.MarkerLib;

namespace TriageConsole.Components.Charts;

/// <summary>How a series is distinguished: by color, and by symbol and dash for users who do not see colors.</summary>
/// <param name="Color">The CSS custom property of the color.</param>
/// <param name="Symbol">The symbol of the points.</param>
/// <param name="IsDashed">The line is dashed because the values are estimated.</param>
public sealed record ChartLook(string Color, SymbolEnum Symbol, bool IsDashed)
{
    public const int Colors = 6;

    private static readonly SymbolEnum[] Symbols =
    [
        SymbolEnum.Circle,
        SymbolEnum.Diamond,
        SymbolEnum.Square,
        SymbolEnum.TriangleUp,
        SymbolEnum.X,
        SymbolEnum.TriangleDown,
        SymbolEnum.Star,
    ];

    /// <summary>Combines seven symbols with six colors, so 42 series differ in at least one of them.</summary>
    public static ChartLook Of(ChartSeries series, int place)
    {
        var number = Math.Abs(series.Place ?? place);
        var color = series.Tone switch
        {
            ChartTone.Accent => "--accent",
            ChartTone.Good => "--ok",
            ChartTone.Bad => "--danger",
            ChartTone.Muted => "--muted",
            _ => $"--chart-{(number % Colors) + 1}",
        };
        return new ChartLook(color, Symbols[number % Symbols.Length], series.IsEstimated);
    }
}
