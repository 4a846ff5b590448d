namespace TriageConsole.Features.Outcomes;

/// <summary>How often a signal came.</summary>
public sealed record SignalCount(string Key, long Interactions);
