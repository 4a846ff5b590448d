namespace TriageConsole.Features.Interactions;

/// <summary>The interactions of a list in one step of time.</summary>
public sealed record InteractionBin(DateTimeOffset Start, DateTimeOffset End, int Count, int NeedsReview);
