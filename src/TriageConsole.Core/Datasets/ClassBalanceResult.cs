namespace TriageConsole.Core.Datasets;

/// <summary>Rows with a limited number per class.</summary>
/// <param name="Rows">The rows that stay, ordered by key (UTF-16 code units).</param>
/// <param name="Classes">Counts per class, ordered by class.</param>
/// <param name="WithoutClass">Number of rows without a class. All of them stay.</param>
public sealed record ClassBalanceResult(IReadOnlyList<DatasetRow> Rows, IReadOnlyList<ClassCount> Classes, int WithoutClass);
