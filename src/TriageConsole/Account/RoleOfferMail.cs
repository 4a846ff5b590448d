using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Notices;

namespace TriageConsole.Account;

/// <summary>
/// Mails the link for accepting roles to the person. No admin sees it, because it proves that the person owns the email address. Without a
/// mail server, the operator, who has access to the database anyway, prints it on the command line.
/// </summary>
public sealed class RoleOfferMail(
    IDbContextFactory<TriageDbContext> contexts,
    SignInLinkService links,
    MailSender sender,
    TimeProvider time,
    ILogger<RoleOfferMail> logger
)
{
    /// <summary>The minimum time between two mails to the same address, regardless of the number of invitations.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Sends the link and returns a message for the inviting admin.</summary>
    public async Task<string> SendAsync(long userId, string email, CancellationToken cancellationToken)
    {
        const string NoEffectYet = "The roles have no effect until the person accepts them.";
        // Take the URL of the mail from the settings only. The inviting browser controls the host of the request.
        if (!sender.IsConfigured || sender.AddressOf("") is null)
            return $"{NoEffectYet} This server has no mail configuration. Its operator can print the link of the person with: ./run.sh "
                + $"sign-in-link --email {email}";
        var since = time.GetUtcNow() - Pause;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (
                await SignInLinkService
                    .Outstanding(db, userId)
                    .AnyAsync(l => l.Kind == LinkKind.Acceptance && l.CreatedAt > since, cancellationToken)
            )
                return $"{NoEffectYet} An email with a link was sent to {email} less than a minute ago.";
        var token = await links.CreateAsync(
            userId,
            LinkKind.Acceptance,
            SignInLinkService.InvitationLifetime,
            (_, _) => Task.FromResult(true),
            cancellationToken
        );
        // The account is disabled; only the operator can enable it.
        if (token is null)
            return $"{NoEffectYet} Could not send an email. Ask the operator of the server.";
        try
        {
            await sender.SendAsync(
                email,
                "Triage Console: roles for you",
                "You have been offered roles in the Triage Console. This link shows them and who offers them, lets you accept them and "
                    + $"asks you to choose a password. It works once, within seven "
                    + $"days:\n\n{sender.AddressOf($"account/link/{token}")}\n\nIf "
                    + "you do not expect this, do nothing.\n",
                cancellationToken
            );
            return $"{NoEffectYet} A link was sent to {email}.";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            AccountLog.MailFailed(logger, userId, e.Message);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await SignInLinkService.EndAsync(
                SignInLinkService.Outstanding(db, userId).Where(l => l.Kind == LinkKind.Acceptance),
                time.GetUtcNow(),
                cancellationToken
            );
            return $"{NoEffectYet} Could not send the email to {email}. Try again with \"Send link\".";
        }
    }
}
