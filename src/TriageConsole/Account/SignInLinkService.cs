using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

public enum LinkState
{
    Valid,
    Expired,
    Used,
    Replaced,
}

/// <summary>A role that waits for the person's consent.</summary>
public sealed record OfferedRole(long Id, Role Role, string? TenantKey, string? WorkflowKey, string OfferedBy);

/// <summary>What a link says of itself before anybody presses its button.</summary>
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

/// <summary>
/// Personal one-time links. The database holds only the SHA-256 of a token. Everything that makes or uses a link first locks the account's
/// row, so that of two at the same moment the second sees what the first did.
/// </summary>
public sealed class SignInLinkService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    public const int MinPasswordLength = 12;
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);
    public static readonly TimeSpan SignInLifetime = TimeSpan.FromDays(1);

    /// <summary>The token, to be put after <c>/account/link/</c>; it cannot be read again.</summary>
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
        ) ?? throw new InvalidOperationException("The account is gone.");

    /// <summary>The same, where <paramref name="may"/> still says so once the account is locked; null otherwise.</summary>
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
        // An admin's link and the address's own end only their like: one tenant must not be able to end what another one waits for.
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

    /// <summary>Looks without consuming; null where there is no such link, or its person is disabled.</summary>
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
        // Only the link that went to the address itself shows who else invites this person.
        var offers =
            state == LinkState.Valid && link.Kind == LinkKind.Acceptance ? await OffersAsync(db, link.UserId, cancellationToken) : [];
        return new LinkView(link.UserId, link.DisplayName, link.Email!, link.Kind, state, offers);
    }

    /// <summary>
    /// Uses the link: of two presses one wins. Every other link of the account ends with it. One that sets a password also ends all sessions;
    /// an acceptance turns the offers that were on its page into roles. False: used, ended or expired meanwhile.
    /// </summary>
    /// <param name="token">As handed out.</param>
    /// <param name="passwordHash">The new password's hash, for links that set one.</param>
    /// <param name="lastOffer">The newest offer that the person saw; a later one waits for its own consent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
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
            throw new ArgumentNullException(nameof(passwordHash), "This link sets a password.");
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

    /// <summary>What waits for the person, the oldest first.</summary>
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

    /// <summary>Holds the account's row until the transaction ends. False where it is disabled or gone.</summary>
    internal static async Task<bool> LockAsync(TriageDbContext db, long userId, CancellationToken cancellationToken) =>
        await db
            .Users.Where(u => u.Id == userId && u.DisabledAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, 0), cancellationToken) == 1;

    /// <summary>A new password ends every session and every link of the account.</summary>
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
            .Where(g => g.UserId == userId)
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
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
