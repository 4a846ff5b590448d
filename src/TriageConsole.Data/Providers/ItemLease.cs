namespace TriageConsole.Data.Providers;

/// <summary>A leased slot of a labeler, with the token that a submit needs.</summary>
public sealed record ItemLease(long AssignmentId, long InteractionId, int Fence, DateTimeOffset LeaseUntil);
