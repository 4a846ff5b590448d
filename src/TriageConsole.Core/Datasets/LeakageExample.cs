namespace TriageConsole.Core.Datasets;

/// <summary>A task or an input that is in several splits.</summary>
/// <param name="Value">The task key, or the input hash in lower case.</param>
/// <param name="Rows">For each split, ordered by name, the first key of its rows.</param>
public sealed record LeakageExample(string Value, IReadOnlyList<KeyValuePair<string, string>> Rows);
