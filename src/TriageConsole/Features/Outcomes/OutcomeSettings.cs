namespace TriageConsole.Features.Outcomes;

/// <summary>What a dashboard needs to know of a workflow's metric.</summary>
internal sealed record OutcomeSettings(bool Configured, string? Metric, string? Unit, bool LowerIsBetter);
