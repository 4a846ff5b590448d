namespace TriageConsole.Core.Patterns;

/// <summary>Settings of a pattern search.</summary>
public sealed record PatternSettings
{
    /// <summary>Maximum number of terms of a pattern, 1 to 3.</summary>
    public int MaxTerms { get; init; } = 3;

    /// <summary>Minimum number of rows of a pattern. Smaller patterns are not tested.</summary>
    public int MinRows { get; init; } = 30;

    /// <summary>Maximum number of patterns in the result.</summary>
    public int Max { get; init; } = 20;

    /// <summary>False discovery rate of the reported patterns, among all tested patterns, 0..1.</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>Significance level for each term of a pattern against the pattern without the term, 0..1.</summary>
    public double LongerLevel { get; init; } = 0.01;

    /// <summary>Weight of the error against the size in the SliceLine score, 0..1.</summary>
    public double SliceLineAlpha { get; init; } = 0.95;
}
