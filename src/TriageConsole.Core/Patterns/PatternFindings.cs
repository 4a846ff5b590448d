namespace TriageConsole.Core.Patterns;

/// <summary>The patterns found, and the number of patterns that were tested and that were significant.</summary>
public sealed record PatternFindings(IReadOnlyList<FoundPattern> Patterns, long Tested, long Significant);
