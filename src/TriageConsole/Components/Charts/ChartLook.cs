namespace TriageConsole.Components.Charts;

/// <summary>How one series is told from the others: by colour and, for who does not see it, by symbol and dash.</summary>
/// <param name="Color">The token of the stylesheet.</param>
/// <param name="Symbol">Of its points.</param>
/// <param name="IsDashed">Estimated, not measured.</param>
public sealed record ChartLook(string Color, string Symbol, bool IsDashed)
{
    public const int Colors = 6;

    private static readonly string[] Symbols = ["circle", "diamond", "square", "triangle-up", "x", "triangle-down", "star"];

    /// <summary>Seven symbols over six colours: 42 series differ in one or the other.</summary>
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
