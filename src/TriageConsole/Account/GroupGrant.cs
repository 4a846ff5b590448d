using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>A role that a group gives, with its place in the database.</summary>
internal sealed record GroupGrant(string Group, Role Role, long? TenantId, long? WorkflowId)
{
    public bool Is(RoleGrant grant) => grant.Role == Role && grant.TenantId == TenantId && grant.WorkflowId == WorkflowId;
}
