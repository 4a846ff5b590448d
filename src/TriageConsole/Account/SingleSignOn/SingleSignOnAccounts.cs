using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Providers;

namespace TriageConsole.Account.SingleSignOn;

/// <summary>
/// Finds or creates the account of an identity. Issuer and subject decide; an e-mail address only finds the account at the first sign-in,
/// and only if the provider has verified it.
/// </summary>
public sealed class SingleSignOnAccounts(
    IDbContextFactory<TriageDbContext> contexts,
    AccountDirectory directory,
    GroupRoles groups,
    IOptions<SingleSignOnOptions> options,
    IProviderStatements statements,
    TimeProvider time
)
{
    /// <summary>The account with the roles of its groups, or the reason why there is none.</summary>
    public async Task<(SingleSignOnResult Result, long UserId)> EnterAsync(
        SingleSignOnIdentity identity,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(identity, cancellationToken);
            }
            catch (DbUpdateException e) when (statements.IsUniqueViolation(e) && attempt < 3)
            {
                // The same person signs in for the first time in two browsers. Now the link exists.
            }
        }
    }

    private async Task<(SingleSignOnResult Result, long UserId)> TryAsync(
        SingleSignOnIdentity identity,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wanted = await groups.FindAsync(db, identity.Groups, cancellationToken);
        var linked = await LinkedAsync(db, identity, cancellationToken);
        if (linked is null && identity.VerifiedEmail is null)
            return (SingleSignOnResult.NoVerifiedEmail, 0);
        if (linked is null && wanted.Count == 0 && await directory.FindAsync(identity.VerifiedEmail!, cancellationToken) is null)
            return (SingleSignOnResult.NoRole, 0);
        var userId =
            linked
            ?? (
                await directory.FindOrAddAsync(identity.VerifiedEmail!, identity.Name ?? identity.VerifiedEmail!, cancellationToken)
            ).UserId;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await SignInLinkService.LockAsync(db, userId, cancellationToken))
            return (SingleSignOnResult.Disabled, 0);
        var user = await db.Users.SingleAsync(u => u.Id == userId, cancellationToken);
        if (linked is null)
        {
            if (!AccountDirectory.SameAddress(user.Email ?? "", identity.VerifiedEmail!))
                return (SingleSignOnResult.NoVerifiedEmail, 0);
            if (await db.UserLogins.AnyAsync(l => l.UserId == userId && l.LoginProvider == identity.Issuer, cancellationToken))
                return (SingleSignOnResult.LinkedToAnother, 0);
            db.UserLogins.Add(
                new IdentityUserLogin<long>
                {
                    UserId = userId,
                    LoginProvider = identity.Issuer,
                    ProviderKey = identity.Subject,
                    ProviderDisplayName = Core.Texts.Cut(options.Value.Name, 200),
                }
            );
            user.EmailConfirmed = true;
            AuditTrail.Add(
                db,
                time.GetUtcNow(),
                AuditActor.Named("single sign-on"),
                null,
                AuditActions.AccountLinked,
                "person/" + userId.ToString(CultureInfo.InvariantCulture),
                new { identity.Issuer }
            );
        }

        await groups.ApplyAsync(db, user, wanted, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (SingleSignOnResult.Done, userId);
    }

    /// <summary>The account of issuer and subject, compared by case: a database can ignore it, but two subjects are two people.</summary>
    private static async Task<long?> LinkedAsync(TriageDbContext db, SingleSignOnIdentity identity, CancellationToken cancellationToken)
    {
        var logins = await db
            .UserLogins.AsNoTracking()
            .Where(l => l.LoginProvider == identity.Issuer && l.ProviderKey == identity.Subject)
            .Select(l => new
            {
                l.LoginProvider,
                l.ProviderKey,
                l.UserId,
            })
            .ToListAsync(cancellationToken);
        return logins.Find(l => l.LoginProvider == identity.Issuer && l.ProviderKey == identity.Subject)?.UserId;
    }
}
