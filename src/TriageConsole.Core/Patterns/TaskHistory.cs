namespace TriageConsole.Core.Patterns;

/// <summary>The failure history of a task.</summary>
/// <param name="Versions">For each version, the failures among its interactions.</param>
/// <param name="OutsidePatterns">The failures among the interactions that are in no pattern.</param>
/// <param name="Windows">Number of windows in which the task occurred.</param>
public sealed record TaskHistory(IReadOnlyList<FailureCount> Versions, FailureCount OutsidePatterns, int Windows);
