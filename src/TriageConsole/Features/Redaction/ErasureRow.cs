namespace TriageConsole.Features.Redaction;

/// <summary>A recorded erasure.</summary>
public sealed record ErasureRow(long Id, string Tenant, string Subject, string RequestedBy, string Reason, DateTimeOffset At);
