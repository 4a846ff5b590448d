namespace TriageConsole.Components.Charts;

/// <summary>How a series is drawn.</summary>
public enum ChartStyle
{
    Line,
    Bar,
    Points,
    Area,
}
