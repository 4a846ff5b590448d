namespace TriageConsole.Components.Charts;

/// <summary>One point of a series.</summary>
/// <param name="X">The position on the horizontal axis.</param>
/// <param name="Y">The value. Null leaves a gap in the line.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Text">Details for the tooltip and the table: "12 of 40 interactions".</param>
/// <param name="Link">The URL that a click opens, relative to the app. Other URLs are ignored.</param>
public sealed record ChartPoint(ChartValue X, double? Y, double? Low = null, double? High = null, string? Text = null, string? Link = null)
{
    /// <summary>The point is based on too few data and is drawn hollow.</summary>
    public bool IsThin { get; init; }
}
