namespace TriageConsole.Features.Labeling.Flags;

/// <summary>A labeler with flags in a workflow.</summary>
public sealed record FlagPerson(long LabelerId, string Name);
