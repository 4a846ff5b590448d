namespace TriageConsole.Features.Labeling;

/// <summary>Number of labels needed, in progress by others, and in progress by this labeler.</summary>
public sealed record QueueLeft(long Open, long HeldByOthers, long HeldByMe);
