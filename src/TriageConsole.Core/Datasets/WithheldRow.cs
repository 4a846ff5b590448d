namespace TriageConsole.Core.Datasets;

/// <summary>A row that is missing after a rebuild, with the reason.</summary>
/// <param name="Key">Key of the item.</param>
/// <param name="Reason">Why it is missing.</param>
public readonly record struct WithheldRow(string Key, WithheldReason Reason);
