namespace TriageConsole.Features.Retraining.Runs;

/// <summary>A component of the release that is improved.</summary>
/// <param name="Id">The id of its version.</param>
/// <param name="Kind">Its kind, as in the API.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Content">Its content.</param>
/// <param name="Reference">Where it is instead.</param>
internal sealed record RunComponent(long Id, string Kind, string Name, string Version, string? Content, string? Reference);
