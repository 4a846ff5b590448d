namespace TriageConsole.Features.Retraining;

/// <summary>A request to start the run of a proposal.</summary>
/// <param name="Executor">The name of an executor; without it, that of the settings.</param>
public sealed record StartRunBody(string? Executor);
