namespace TriageConsole.Features.Datasets;

/// <summary>A release.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record LineageRelease(long Id, string Name);
