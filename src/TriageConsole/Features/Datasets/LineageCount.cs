namespace TriageConsole.Features.Datasets;

/// <summary>A source of a version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many rows or labels come from it.</param>
public sealed record LineageCount(string Name, int Count);
