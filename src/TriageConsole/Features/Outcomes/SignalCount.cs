namespace TriageConsole.Features.Outcomes;

/// <summary>The number of interactions with a signal.</summary>
public sealed record SignalCount(string Key, long Interactions);
