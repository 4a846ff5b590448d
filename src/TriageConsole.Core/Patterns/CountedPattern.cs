namespace TriageConsole.Core.Patterns;

/// <summary>A pattern with enough rows, and its counts.</summary>
public readonly record struct CountedPattern(PatternTerm A, PatternTerm? B, PatternTerm? C, int Rows, int Failures)
{
    /// <summary>Number of terms, 1 to 3.</summary>
    public int Length =>
        C is not null ? 3
        : B is not null ? 2
        : 1;

    /// <summary>The terms, ordered by attribute.</summary>
    public IReadOnlyList<PatternTerm> Terms =>
        C is { } c ? [A, B!.Value, c]
        : B is { } b ? [A, b]
        : [A];
}
