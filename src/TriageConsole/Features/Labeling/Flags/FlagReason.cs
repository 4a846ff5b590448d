namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A reason of skips and how often it was given.</summary>
public sealed record FlagReason(string Reason, int Count);
