namespace TriageConsole.Core.Patterns;

/// <summary>The facts about one interaction that needs review.</summary>
/// <param name="ErrorKind">The error that it ended in; null if there was none.</param>
/// <param name="Pattern">The significant pattern that contains it; null if there is none.</param>
/// <param name="Window">Interactions of its window that need review, among all of the window.</param>
/// <param name="Task">History of its task; null if there is none.</param>
public sealed record ErrorFacts(string? ErrorKind, PatternMembership? Pattern, FailureCount Window, TaskHistory? Task);
