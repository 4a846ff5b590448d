namespace TriageConsole.Core.Datasets;

/// <summary>A split and its size.</summary>
/// <param name="Name">Name, such as train.</param>
/// <param name="Share">Expected share of the tasks, above 0 and at most 1.</param>
public readonly record struct SplitShare(string Name, double Share);
