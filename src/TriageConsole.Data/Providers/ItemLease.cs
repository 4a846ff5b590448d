namespace TriageConsole.Data.Providers;

/// <summary>A slot held by a labeler, with the token a submit must carry.</summary>
public sealed record ItemLease(long AssignmentId, long InteractionId, int Fence, DateTimeOffset LeaseUntil);
