using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Promotion;

/// <summary>The rights of a person on the releases of a workflow, for pages. Services check again.</summary>
public sealed record ReleaseRights(long UserId, bool Leads, bool Approves)
{
    public static ReleaseRights Of(PersonAccess access, WorkflowRef workflow) =>
        new(
            access.UserId,
            access.Has(Role.Lead, workflow.TenantId, workflow.Id),
            access.Has(Role.Approver, workflow.TenantId, workflow.Id)
        );

    internal static void DemandApprover(PersonAccess access, WorkflowRef workflow)
    {
        if (!access.Has(Role.Approver, workflow.TenantId, workflow.Id))
            throw new AccessDeniedException("Only approvers of the workflow can promote and roll back releases.");
    }
}
