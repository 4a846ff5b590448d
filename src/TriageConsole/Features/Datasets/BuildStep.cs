namespace TriageConsole.Features.Datasets;

/// <summary>A step of a build.</summary>
/// <param name="Name">What it does, in words.</param>
/// <param name="Removed">The number of interactions that it removed.</param>
/// <param name="Left">The number that it left.</param>
public sealed record BuildStep(string Name, int Removed, int Left);
