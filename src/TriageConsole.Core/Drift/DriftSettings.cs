namespace TriageConsole.Core.Drift;

/// <summary>Thresholds for drift.</summary>
public sealed record DriftSettings
{
    /// <summary>Stability index from which drift is moderate. Default 0.1.</summary>
    public double Some { get; init; } = 0.1;

    /// <summary>Stability index from which drift is large. Default 0.25.</summary>
    public double Alarm { get; init; } = 0.25;

    /// <summary>Significance level, 0..1: p must be below it. Default 0.001.</summary>
    public double Level { get; init; } = 0.001;

    /// <summary>Minimum number of rows per period. Default 100.</summary>
    public int MinRows { get; init; } = 100;
}
