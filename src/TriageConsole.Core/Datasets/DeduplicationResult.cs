namespace TriageConsole.Core.Datasets;

/// <summary>Rows with distinct inputs.</summary>
/// <param name="Rows">The rows that stay, ordered by key (UTF-16 code units).</param>
/// <param name="Removed">The removed rows, ordered by key.</param>
/// <param name="WithoutHash">Number of rows without an input hash. All of them stay.</param>
public sealed record DeduplicationResult(IReadOnlyList<DatasetRow> Rows, IReadOnlyList<DuplicateRow> Removed, int WithoutHash);
