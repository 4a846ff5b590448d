namespace TriageConsole.Features.Datasets;

/// <summary>A pattern that a policy can name.</summary>
public sealed record PolicyPattern(long Id, string Name);
