namespace TriageConsole.Components.Charts;

/// <summary>The color of a series: by its index in the chart, or by meaning.</summary>
public enum ChartTone
{
    ByPlace,
    Accent,
    Good,
    Bad,
    Muted,
}
