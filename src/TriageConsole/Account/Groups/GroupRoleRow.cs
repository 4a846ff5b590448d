using TriageConsole.Data.Access;

namespace TriageConsole.Account.Groups;

/// <summary>A role of a group with its place and who added it.</summary>
public sealed record GroupRoleRow(long Id, Role Role, string? TenantKey, string? WorkflowKey, DateTimeOffset AddedAt, string AddedBy);
