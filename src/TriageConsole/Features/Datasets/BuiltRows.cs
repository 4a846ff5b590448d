using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>The rows of a build in the order of their keys, with the items that they were made from.</summary>
internal sealed record BuiltRows(IReadOnlyList<DatasetRow> Rows, IReadOnlyDictionary<string, ItemDraft> Items, BuildReport Report);
