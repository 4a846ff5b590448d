using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>A role that the person has not accepted yet.</summary>
public sealed record OfferedRole(long Id, Role Role, string? TenantKey, string? WorkflowKey, string OfferedBy);
