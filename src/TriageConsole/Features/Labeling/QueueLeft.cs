namespace TriageConsole.Features.Labeling;

/// <summary>Slots nobody holds, slots others hold, and slots this labeler holds.</summary>
public sealed record QueueLeft(long Open, long HeldByOthers, long HeldByMe);
