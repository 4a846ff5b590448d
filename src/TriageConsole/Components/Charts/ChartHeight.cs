namespace TriageConsole.Components.Charts;

/// <summary>The height that is reserved for a chart before it is drawn.</summary>
public enum ChartHeight
{
    Normal,
    Small,
    Tall,

    /// <summary>A row of bars above a list.</summary>
    Strip,
}
