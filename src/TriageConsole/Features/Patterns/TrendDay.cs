namespace TriageConsole.Features.Patterns;

/// <summary>A pattern's day.</summary>
public sealed record TrendDay(DateOnly Day, long Interactions, long Failures);
