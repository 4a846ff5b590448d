using TriageConsole.Account;
using TriageConsole.Data.Access;

namespace TriageConsole.Features.Admin;

internal static class RoleNames
{
    public static string Of(Role role) => role == Role.RawDataReader ? "raw-data reader" : role.ToString().ToLowerInvariant();

    public static string Of(PersonGrant grant) => grant switch
    {
        { TenantId: null } => $"{Of(grant.Role)} everywhere",
        { WorkflowId: null } => $"{Of(grant.Role)} · {grant.TenantKey}",
        _ => $"{Of(grant.Role)} · {grant.TenantKey} / {grant.WorkflowKey}",
    };
}
