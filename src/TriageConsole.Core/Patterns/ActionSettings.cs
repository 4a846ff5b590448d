namespace TriageConsole.Core.Patterns;

/// <summary>Thresholds for a stable and large pattern.</summary>
public sealed record ActionSettings
{
    /// <summary>Minimum number of weeks. Default 3.</summary>
    public int StableWeeks { get; init; } = 3;

    /// <summary>The number of interactions in the period must be above this. Default 1,000.</summary>
    public long HighVolume { get; init; } = 1000;
}
