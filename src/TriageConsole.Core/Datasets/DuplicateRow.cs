namespace TriageConsole.Core.Datasets;

/// <summary>A row that was removed because another one has the same input.</summary>
/// <param name="Key">Key of the removed row.</param>
/// <param name="KeptKey">Key of the row that stays.</param>
public readonly record struct DuplicateRow(string Key, string KeptKey);
