namespace TriageConsole.Data.Providers;

/// <summary>A window that got events.</summary>
public sealed record WindowTouch(long WorkflowId, long TenantId, DateTimeOffset Start);
