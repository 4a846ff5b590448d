using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>The state and content of a link before it is used.</summary>
public sealed record LinkView(
    long UserId,
    string DisplayName,
    string Email,
    LinkKind Kind,
    LinkState State,
    IReadOnlyList<OfferedRole> Offers
)
{
    public bool SetsPassword => Kind != LinkKind.SignIn;
}
