namespace TriageConsole.Core.Datasets;

/// <summary>Result of a leakage check.</summary>
/// <param name="Rows">Number of checked rows.</param>
/// <param name="WithoutSplit">Number of rows without a split, which are not checked.</param>
/// <param name="WithoutHash">Number of checked rows without an input hash, whose inputs are not compared.</param>
/// <param name="Findings">At most one per kind; empty if nothing was found.</param>
public sealed record LeakageReport(int Rows, int WithoutSplit, int WithoutHash, IReadOnlyList<LeakageFinding> Findings);
