namespace TriageConsole.Features.Outcomes;

/// <summary>The level of a series changed.</summary>
public sealed record LevelChange(DateTimeOffset At, double Before, double After, double P);
