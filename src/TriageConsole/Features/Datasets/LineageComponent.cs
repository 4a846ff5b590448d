namespace TriageConsole.Features.Datasets;

/// <summary>A component version that was made from a version of a dataset.</summary>
/// <param name="Kind">Kind of the component.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Releases">The releases that have it.</param>
public sealed record LineageComponent(string Kind, string Name, string Version, IReadOnlyList<LineageRelease> Releases);
