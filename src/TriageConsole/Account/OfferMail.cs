using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Notices;

namespace TriageConsole.Account;

/// <summary>
/// Takes the link for accepting roles to the address itself. No admin ever sees it: it proves that the person is the owner of the address.
/// Without a mail server the operator of the server, who holds the database anyway, prints it on the command line.
/// </summary>
public sealed class OfferMail(
    IDbContextFactory<TriageDbContext> contexts,
    SignInLinkService links,
    MailSender sender,
    TimeProvider time,
    ILogger<OfferMail> logger
)
{
    /// <summary>So often at most is one address written to, however many invitations are made.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>What the inviting admin is told.</summary>
    public async Task<string> SendAsync(long userId, string email, CancellationToken cancellationToken)
    {
        const string Waits = "The roles have no effect until the person accepts them.";
        // The address in the mail comes from the settings alone: the one of the request is the inviting browser's to choose.
        if (!sender.IsConfigured || sender.AddressOf("") is null)
            return $"{Waits} This server sends no mail: its operator prints the person's link with: ./run.sh sign-in-link --email {email}";
        var since = time.GetUtcNow() - Pause;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            if (
                await SignInLinkService
                    .Outstanding(db, userId)
                    .AnyAsync(l => l.Kind == LinkKind.Acceptance && l.CreatedAt > since, cancellationToken)
            )
                return $"{Waits} A mail with a link went to {email} a moment ago.";
        var token = await links.CreateAsync(
            userId,
            LinkKind.Acceptance,
            SignInLinkService.InvitationLifetime,
            (_, _) => Task.FromResult(true),
            cancellationToken
        );
        // A disabled account: only the operator can say what is to become of it.
        if (token is null)
            return $"{Waits} No mail could be sent; ask the operator of the server.";
        try
        {
            await sender.SendAsync(
                email,
                "Triage Console: roles for you",
                $"You have been offered roles in the Triage Console. This link shows them and who offers them, lets you accept them and asks you to choose a password. It works once, within seven days:\n\n{sender.AddressOf($"account/link/{token}")}\n\nIf you do not expect this, do nothing.\n",
                cancellationToken
            );
            return $"{Waits} A link was mailed to {email}.";
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
            return $"{Waits} The mail to {email} could not be sent; try again with \"Send link\".";
        }
    }
}
