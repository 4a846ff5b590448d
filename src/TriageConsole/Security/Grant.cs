using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>A role on one workflow, on a whole tenant (no workflow), or on all tenants (no tenant; admins only).</summary>
public sealed record Grant(Role Role, long? TenantId, long? WorkflowId)
{
    public bool Covers(long tenantId, long? workflowId) =>
        TenantId is null || (TenantId == tenantId && (WorkflowId is null || WorkflowId == workflowId));
}
