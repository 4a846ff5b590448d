namespace TriageConsole.Features.Labeling.Flags;

/// <summary>What was done with a flag.</summary>
public sealed record FlagChanged(long Id, string Message);
