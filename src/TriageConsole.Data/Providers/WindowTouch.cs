namespace TriageConsole.Data.Providers;

/// <summary>A window with new events.</summary>
public sealed record WindowTouch(long WorkflowId, long TenantId, DateTimeOffset Start);
