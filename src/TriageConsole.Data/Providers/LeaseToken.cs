namespace TriageConsole.Data.Providers;

/// <summary>The identification of a lease by its holder.</summary>
public readonly record struct LeaseToken(long AssignmentId, int Fence);
