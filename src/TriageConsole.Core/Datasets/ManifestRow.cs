namespace TriageConsole.Core.Datasets;

/// <summary>A row in a manifest.</summary>
/// <param name="Key">Key of the item.</param>
/// <param name="Hash">Hash of all its content, with weight, split and label revisions.</param>
public readonly record struct ManifestRow(string Key, RowHash Hash);
