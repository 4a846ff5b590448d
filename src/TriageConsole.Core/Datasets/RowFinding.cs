namespace TriageConsole.Core.Datasets;

/// <summary>A problem of one row.</summary>
/// <param name="Key">Key of the row.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Explanation">What is wrong, in words, without content of the row.</param>
public sealed record RowFinding(string Key, RowProblem Problem, string Explanation);
