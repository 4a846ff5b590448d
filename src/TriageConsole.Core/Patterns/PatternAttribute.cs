namespace TriageConsole.Core.Patterns;

/// <summary>One attribute of all rows.</summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Values">Its distinct values.</param>
/// <param name="Codes">One entry per row: the index of its value in <paramref name="Values"/>, or -1 if the row has none.</param>
/// <param name="IsCourse">
/// Whether it describes the course of an interaction (tools called, turns, latency) and not its inputs. Patterns of inputs come first.
/// </param>
public sealed record PatternAttribute(string Name, IReadOnlyList<string> Values, int[] Codes, bool IsCourse = false);
