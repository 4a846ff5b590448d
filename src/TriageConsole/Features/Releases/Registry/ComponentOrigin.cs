namespace TriageConsole.Features.Releases.Registry;

/// <summary>The retraining that made a component version.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Link">Its page.</param>
/// <param name="Dataset">Name of the dataset that it learned from.</param>
/// <param name="DatasetLink">The page of its version.</param>
/// <param name="Number">Number of the version.</param>
public sealed record ComponentOrigin(long Run, string Link, string Dataset, string DatasetLink, int Number);
