namespace TriageConsole.Features.Patterns;

/// <summary>The patterns of a workflow, those in force first, by what they cost a week.</summary>
public sealed record PatternsAnswer(string Workflow, SearchReport? Search, IReadOnlyList<PatternReport> Patterns);
