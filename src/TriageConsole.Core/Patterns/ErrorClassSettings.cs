namespace TriageConsole.Core.Patterns;

/// <summary>Thresholds for the class <see cref="ErrorClass.Conceptual"/>.</summary>
public sealed record ErrorClassSettings
{
    /// <summary>The failure rate that counts as high, 0..1. Default 0.5.</summary>
    public double HighRate { get; init; } = 0.5;

    /// <summary>Minimum number of versions, which must all fail. Default 3.</summary>
    public int MinVersions { get; init; } = 3;

    /// <summary>Minimum number of windows in which the task occurred. Default 12, which is one hour.</summary>
    public int MinWindows { get; init; } = 12;

    /// <summary>Minimum number of interactions of a version, and outside patterns, to be counted. Default 20.</summary>
    public int MinInteractions { get; init; } = 20;
}
