namespace TriageConsole.Data.Providers;

/// <summary>A lease as its holder names it.</summary>
public readonly record struct LeaseToken(long AssignmentId, int Fence);
