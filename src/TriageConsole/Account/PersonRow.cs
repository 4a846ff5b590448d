namespace TriageConsole.Account;

/// <summary>
/// A person in the list of an admin. Of a person who was only offered a role here, the admin sees the email address and nothing else.
/// </summary>
/// <param name="Id">The id of the account.</param>
/// <param name="Email">The email address.</param>
/// <param name="Name">The display name.</param>
/// <param name="HasPassword">Whether the person has chosen a password.</param>
/// <param name="HasTwoFactor">Whether a sign-in also needs a code.</param>
/// <param name="DisabledAt">When an admin disabled the account.</param>
/// <param name="LastSeenAt">The last activity.</param>
/// <param name="Manageable">Whether the admin may create links and disable the account.</param>
/// <param name="Grants">The roles and offers that the admin can see.</param>
/// <param name="Removed">The roles that were removed, newest first. Only for a person without roles.</param>
public sealed record PersonRow(
    long Id,
    string Email,
    string Name,
    bool HasPassword,
    bool HasTwoFactor,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? LastSeenAt,
    bool Manageable,
    IReadOnlyList<PersonGrant> Grants,
    IReadOnlyList<RemovedGrant> Removed
)
{
    public bool IsPending => Grants.Count > 0 && Grants.All(g => g.IsPending);

    /// <summary>Whether the person has used the account. Some people sign in only by links and never have a password.</summary>
    public bool IsActive => HasPassword || LastSeenAt is not null;

    public string State =>
        DisabledAt is not null ? "disabled"
        : IsPending ? "pending"
        : IsActive ? "active"
        : "invited";
}
