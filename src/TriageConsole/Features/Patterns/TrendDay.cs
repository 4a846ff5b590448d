namespace TriageConsole.Features.Patterns;

/// <summary>One day of a pattern.</summary>
public sealed record TrendDay(DateOnly Day, long Interactions, long Failures);
