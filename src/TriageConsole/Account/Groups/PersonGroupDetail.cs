namespace TriageConsole.Account.Groups;

/// <summary>A group with its members and roles.</summary>
/// <param name="Id">The id of the group.</param>
/// <param name="Name">The name.</param>
/// <param name="Version">The version of the name, members and roles.</param>
/// <param name="IsProvisioned">Whether the identity provider manages the name and the members.</param>
/// <param name="ExternalId">The id of the group at the identity provider.</param>
/// <param name="MemberCount">The number of members, which can be more than those listed.</param>
/// <param name="Members">The first members by name.</param>
/// <param name="Roles">The roles of the group.</param>
public sealed record PersonGroupDetail(
    long Id,
    string Name,
    int Version,
    bool IsProvisioned,
    string? ExternalId,
    int MemberCount,
    IReadOnlyList<GroupPerson> Members,
    IReadOnlyList<GroupRoleRow> Roles
);
