namespace TriageConsole.Account;

/// <summary>
/// <paramref name="Manageable"/>: every role of the person lies within the asking admin's reach, so that links and disabling are theirs to
/// give.
/// Of somebody who has only been offered a role here, the admin sees the address and nothing else.
/// </summary>
public sealed record PersonRow(
    long Id,
    string Email,
    string Name,
    bool HasPassword,
    DateTimeOffset? DisabledAt,
    bool Manageable,
    IReadOnlyList<PersonGrant> Grants
)
{
    public bool IsPending => Grants.Count > 0 && Grants.All(g => g.IsPending);
}
