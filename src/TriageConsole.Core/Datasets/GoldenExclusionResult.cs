namespace TriageConsole.Core.Datasets;

/// <summary>Rows without golden items.</summary>
/// <param name="Rows">The rows that stay, in their order.</param>
/// <param name="SameInput">Number of removed rows with the input of a golden item.</param>
/// <param name="SameTask">Number of removed rows with the task of a golden item, but another input.</param>
public sealed record GoldenExclusionResult(IReadOnlyList<DatasetRow> Rows, int SameInput, int SameTask);
