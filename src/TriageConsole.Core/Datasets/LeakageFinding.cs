namespace TriageConsole.Core.Datasets;

/// <summary>Leaks of one kind.</summary>
/// <param name="Kind">What the splits share.</param>
/// <param name="Count">Number of tasks or inputs that are in several splits.</param>
/// <param name="Examples">The first of them, ordered by value.</param>
public sealed record LeakageFinding(LeakageKind Kind, int Count, IReadOnlyList<LeakageExample> Examples);
