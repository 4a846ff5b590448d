namespace TriageConsole.Account.Groups;

/// <summary>A group in the list.</summary>
/// <param name="Id">The id of the group.</param>
/// <param name="Name">The name.</param>
/// <param name="IsProvisioned">Whether the identity provider manages the name and the members.</param>
/// <param name="Members">The number of members.</param>
/// <param name="Roles">The roles of the group.</param>
/// <param name="UpdatedAt">The last change.</param>
public sealed record PersonGroupRow(
    long Id,
    string Name,
    bool IsProvisioned,
    int Members,
    IReadOnlyList<GroupRoleRow> Roles,
    DateTimeOffset UpdatedAt
);
