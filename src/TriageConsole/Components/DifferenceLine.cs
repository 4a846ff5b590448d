namespace TriageConsole.Components;

/// <summary>
/// One line of a diff. Before and After are its line numbers in the two texts, from 1. Skipped lines have an empty text and a count.
/// </summary>
internal sealed record DifferenceLine(LineMark Mark, string Text, int? Before = null, int? After = null, int Count = 1);
