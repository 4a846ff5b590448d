namespace TriageConsole.Features.Outcomes;

/// <summary>A change of the level of a series.</summary>
public sealed record LevelChange(DateTimeOffset At, double Before, double After, double P);
