using System.Security.Claims;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>What the provider says about a person. Issuer and subject identify the person; the rest can change.</summary>
public sealed record SingleSignOnIdentity(
    string Issuer,
    string Subject,
    string? VerifiedEmail,
    string? Name,
    IReadOnlyCollection<string> Groups,
    bool HasSecondFactor
)
{
    /// <summary>Issuer and subject together are a key of the database, whose length is limited.</summary>
    private const int MaxKey = 400;

    /// <summary>Null if the provider sent no usable issuer and subject.</summary>
    public static SingleSignOnIdentity? Of(ClaimsPrincipal principal, SingleSignOnOptions options)
    {
        var (issuer, subject) = (principal.FindFirstValue("iss"), principal.FindFirstValue("sub"));
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject) || issuer.Length + subject.Length > MaxKey)
            return null;
        if ((issuer + subject).Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return null;
        var email = principal.FindFirstValue("email")?.Trim();
        var isVerified = principal
            .FindAll(options.EmailVerifiedClaim)
            .Any(c => c.Value is "1" || bool.TryParse(c.Value, out var yes) && yes);
        var isAddress =
            email is { Length: > 0 and <= 256 } && System.Net.Mail.MailAddress.TryCreate(email, out var parsed) && parsed.Address == email;
        return new SingleSignOnIdentity(
            issuer,
            subject,
            isVerified && isAddress ? email : null,
            principal.FindFirstValue("name"),
            principal.FindAll(options.GroupsClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal),
            // RFC 8176: the provider checked several factors itself.
            principal.FindAll("amr").Any(c => c.Value is "mfa")
        );
    }
}
