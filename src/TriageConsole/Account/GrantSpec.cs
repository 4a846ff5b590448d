using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>A role by names: no workflow is all of the tenant's, no tenant is everywhere (admins only).</summary>
public sealed record GrantSpec(Role Role, string? TenantKey, string? WorkflowKey = null);
