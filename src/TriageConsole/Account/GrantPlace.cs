namespace TriageConsole.Account;

/// <summary>A place where an admin may give roles.</summary>
public sealed record GrantPlace(string? TenantKey, string? WorkflowKey, string Label);
