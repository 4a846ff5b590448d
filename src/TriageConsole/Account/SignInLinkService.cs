using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>
/// Creates and redeems personal one-time links. The database contains only the SHA-256 of a token. All operations first lock the row of the
/// account, so concurrent operations see each other's changes.
/// </summary>
public sealed class SignInLinkService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    public const int MinPasswordLength = 12;
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan SignInLifetime = TimeSpan.FromDays(1);

    /// <summary>Returns the token, which goes after <c>/account/link/</c>. It cannot be read again.</summary>
    public async Task<string> CreateAsync(
        long userId,
        bool isInvitation,
        TimeSpan lifetime,
        CancellationToken cancellationToken = default
    ) =>
        await CreateAsync(
            userId,
            isInvitation ? LinkKind.Invitation : LinkKind.SignIn,
            lifetime,
            (_, _) => Task.FromResult(true),
            cancellationToken
        ) ?? throw new InvalidOperationException("The account does not exist.");

    /// <summary>Creates a link if <paramref name="may"/> returns true after the account is locked. Otherwise null.</summary>
    internal async Task<string?> CreateAsync(
        long userId,
        LinkKind kind,
        TimeSpan lifetime,
        Func<TriageDbContext, CancellationToken, Task<bool>> may,
        CancellationToken cancellationToken
    )
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(db, userId, cancellationToken) || !await may(db, cancellationToken))
            return null;
        // Links of admins and acceptance links replace only links of their own kind: a tenant must not be able to invalidate a link of
        // another tenant.
        var alike =
            kind == LinkKind.Acceptance
                ? Outstanding(db, userId).Where(l => l.Kind == LinkKind.Acceptance)
                : Outstanding(db, userId).Where(l => l.Kind != LinkKind.Acceptance);
        await EndAsync(alike, now, cancellationToken);
        db.SignInLinks.Add(
            new SignInLink
            {
                UserId = userId,
                TokenHash = Hash(token),
                Kind = kind,
                CreatedAt = now,
                ExpiresAt = now + lifetime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return token;
    }

    /// <summary>Finds a link without using it. Null if there is no such link, or its person is disabled.</summary>
    public async Task<LinkView?> FindAsync(string token, CancellationToken cancellationToken = default)
    {
        var hash = Hash(token);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await db
            .SignInLinks.Where(l => l.TokenHash == hash && l.User!.DisabledAt == null)
            .Select(l => new
            {
                l.UserId,
                l.User!.DisplayName,
                l.User.Email,
                l.Kind,
                l.UsedAt,
                l.EndedAt,
                l.ExpiresAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (link is null)
            return null;
        var state =
            link.UsedAt is not null ? LinkState.Used
            : link.EndedAt is not null ? LinkState.Replaced
            : link.ExpiresAt <= now ? LinkState.Expired
            : LinkState.Valid;
        // Only the acceptance link, which was sent to the email address itself, shows who else invites this person.
        var offers =
            state == LinkState.Valid && link.Kind == LinkKind.Acceptance ? await OffersAsync(db, link.UserId, cancellationToken) : [];
        return new LinkView(link.UserId, link.DisplayName, link.Email!, link.Kind, state, offers);
    }

    /// <summary>
    /// Uses the link. Of two concurrent calls, one succeeds. All other links of the account are invalidated. A link that sets a password
    /// also ends all sessions; an acceptance turns the displayed offers into roles. False if the link was used or invalidated or has
    /// expired.
    /// </summary>
    /// <param name="token">The token of the link.</param>
    /// <param name="passwordHash">The hash of the new password, for links that set one.</param>
    /// <param name="lastOffer">The id of the newest offer that the person saw. Later offers need their own acceptance.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    public async Task<bool> RedeemAsync(
        string token,
        string? passwordHash = null,
        long lastOffer = 0,
        CancellationToken cancellationToken = default
    )
    {
        var hash = Hash(token);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var link = await db.SignInLinks.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash, cancellationToken);
        if (link is null)
            return false;
        if (link.Kind != LinkKind.SignIn && passwordHash is null)
            throw new ArgumentNullException(nameof(passwordHash), "This kind of link needs a password.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(db, link.UserId, cancellationToken))
            return false;
        var used = await db
            .SignInLinks.Where(l => l.Id == link.Id && l.UsedAt == null && l.EndedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellationToken);
        if (used == 0)
            return false;
        await EndAsync(Outstanding(db, link.UserId), now, cancellationToken);
        if (link.Kind != LinkKind.SignIn)
            await SetPasswordAsync(db, link.UserId, passwordHash!, cancellationToken);
        if (link.Kind == LinkKind.Acceptance)
            await AcceptAsync(db, link.UserId, lastOffer, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The pending offers of a person, oldest first.</summary>
    internal static async Task<IReadOnlyList<OfferedRole>> OffersAsync(
        TriageDbContext db,
        long userId,
        CancellationToken cancellationToken
    ) =>
        await (
            from o in db.RoleOffers.Where(o => o.UserId == userId)
            join t in db.Tenants on o.TenantId equals t.Id into tenants
            from t in tenants.DefaultIfEmpty()
            join w in db.Workflows on o.WorkflowId equals w.Id into workflows
            from w in workflows.DefaultIfEmpty()
            orderby o.Id
            select new OfferedRole(
                o.Id,
                o.Role,
                t.Key,
                w.Key,
                db.Users.Where(u => u.Id == o.OfferedById).Select(u => u.Email).FirstOrDefault() ?? o.OfferedBy
            )
        ).ToListAsync(cancellationToken);

    /// <summary>Locks the row of the account until the transaction ends. False if the account is disabled or does not exist.</summary>
    internal static async Task<bool> LockAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        await db
            .Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 0), cancellationToken) == 1;

    /// <summary>Sets the password. The new security stamp ends all sessions of the account.</summary>
    internal static async Task SetPasswordAsync(TriageDbContext db, long userId, string? passwordHash, CancellationToken cancellationToken)
    {
        var (stamp, concurrency) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.PasswordHash, passwordHash)
                        .SetProperty(u => u.SecurityStamp, stamp)
                        .SetProperty(u => u.ConcurrencyStamp, concurrency)
                        .SetProperty(u => u.EmailConfirmed, true),
                cancellationToken
            );
    }

    internal static IQueryable<SignInLink> Outstanding(TriageDbContext db, long userId) =>
        db.SignInLinks.Where(l => l.UserId == userId && l.UsedAt == null && l.EndedAt == null);

    internal static Task EndAsync(IQueryable<SignInLink> links, DateTimeOffset now, CancellationToken cancellationToken) =>
        links.ExecuteUpdateAsync(s => s.SetProperty(l => l.EndedAt, now), cancellationToken);

    private static async Task AcceptAsync(
        TriageDbContext db,
        long userId,
        long lastOffer,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var offers = await db.RoleOffers.Where(o => o.UserId == userId && o.Id <= lastOffer).ToListAsync(cancellationToken);
        var held = await db
            .RoleGrants.AsNoTracking()
            .Where(g => g.UserId == userId && g.Source == GrantSource.Person)
            .Select(g => new
            {
                g.Role,
                g.TenantId,
                g.WorkflowId,
            })
            .ToListAsync(cancellationToken);
        foreach (var offer in offers)
        {
            db.RoleOffers.Remove(offer);
            if (
                held.Contains(
                    new
                    {
                        offer.Role,
                        offer.TenantId,
                        offer.WorkflowId,
                    }
                )
            )
                continue;
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = userId,
                    Role = offer.Role,
                    TenantId = offer.TenantId,
                    WorkflowId = offer.WorkflowId,
                    GrantedAt = offer.OfferedAt,
                    GrantedBy = offer.OfferedBy,
                    GrantedById = offer.OfferedById,
                    AcceptedAt = now,
                }
            );
            AuditTrail.Add(
                db,
                now,
                AuditActor.Named($"person/{userId}"),
                offer.TenantId,
                AuditActions.RoleGranted,
                $"person/{userId}",
                new
                {
                    Role = offer.Role.ToString(),
                    offer.WorkflowId,
                    offer.OfferedBy,
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
