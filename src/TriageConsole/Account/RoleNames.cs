using TriageConsole.Data.Access;

namespace TriageConsole.Account;

internal static class RoleNames
{
    public static string Of(Role role) => role == Role.RawDataReader ? "PII viewer" : role.ToString().ToLowerInvariant();

    public static string Of(PersonGrant grant) => Of(grant.Role, grant.TenantKey, grant.WorkflowKey);

    public static string Of(Role role, string? tenant, string? workflow) =>
        (tenant, workflow) switch
        {
            (null, _) => $"{Of(role)} everywhere",
            (_, null) => $"{Of(role)} · {tenant}",
            _ => $"{Of(role)} · {tenant} / {workflow}",
        };
}
