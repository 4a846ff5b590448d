namespace TriageConsole.Features.Datasets;

/// <summary>The version that an alias shall point to.</summary>
/// <param name="Version">Number of the version.</param>
public sealed record MoveAliasBody(int Version);
