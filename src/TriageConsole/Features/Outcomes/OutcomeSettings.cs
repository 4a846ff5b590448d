namespace TriageConsole.Features.Outcomes;

/// <summary>The settings of a workflow's metric for a dashboard.</summary>
internal sealed record OutcomeSettings(bool Configured, string? Metric, string? Unit, bool LowerIsBetter);
