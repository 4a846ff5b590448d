namespace TriageConsole.Features.Patterns;

/// <summary>The patterns of a workflow: current ones first, by weekly impact.</summary>
public sealed record PatternsAnswer(string Workflow, SearchReport? Search, IReadOnlyList<PatternReport> Patterns);
