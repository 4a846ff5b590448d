using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security.Tokens;

/// <summary>
/// Manages personal access tokens of the form <c>tcp_{token id}_{secret}</c>. A request acts as the person with the roles of this
/// moment, so a removed role, a disabled account and a revoked token are effective with the next request.
/// </summary>
public sealed class PersonalTokenService(
    IDbContextFactory<TriageDbContext> contexts,
    IOptions<PersonalTokenOptions> options,
    TimeProvider time
)
{
    public const int MaxName = 200;
    public const int MaxLive = 50;
    private const string Prefix = "tcp_";
    private const int MaxPlaces = 200;
    private static readonly TimeSpan LastUsedStep = TimeSpan.FromMinutes(1);

    public int MaxDays => options.Value.MaxDays;

    /// <summary>The tenants in which the person can create tokens.</summary>
    public async Task<IReadOnlyList<TokenPlace>> PlacesAsync(PersonAccess access, CancellationToken cancellationToken = default)
    {
        var (everywhere, tenants, _) = access.Scope(Enum.GetValues<Role>());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .Tenants.Where(t => everywhere || tenants.Contains(t.Id))
            .OrderBy(t => t.Key)
            .Take(MaxPlaces)
            .Select(t => new { t.Id, t.Key })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(t => new TokenPlace(t.Key, TokenScopes.Of(access, t.Id))).Where(p => p.Scopes.Count > 0)];
    }

    /// <summary>Creates a token of the person. The result is the token, which cannot be read again.</summary>
    public async Task<Result<string>> CreateAsync(PersonAccess access, NewToken wanted, CancellationToken cancellationToken = default)
    {
        var name = Core.Texts.Storable(wanted.Name.Trim());
        if (name.Length is 0 or > MaxName)
            return Error.Invalid($"Enter a name of 1 to {MaxName} characters.");
        if (wanted.Days < 1 || wanted.Days > MaxDays)
            return Error.Invalid(
                MaxDays == 0 ? "This console allows no new tokens." : $"A token is valid for 1 to {MaxDays} days. Choose an earlier end."
            );
        if (access.IsNobody)
            return Error.Invalid("Your session has ended. Sign in again.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenantId = await db
            .Tenants.Where(t => t.Key == wanted.TenantKey)
            .Select(t => (long?)t.Id)
            .SingleOrDefaultAsync(cancellationToken);
        IReadOnlyList<string> allowed = tenantId is { } known ? TokenScopes.Of(access, known) : [];
        if (allowed.Count == 0)
            return Error.NotFound("You have no role on a whole tenant of this name.");
        var scopes = wanted.Scopes.Distinct(StringComparer.Ordinal).ToList();
        if (scopes.Count == 0)
            return Error.Invalid("Choose at least one scope.");
        if (scopes.Find(s => !allowed.Contains(s, StringComparer.Ordinal)) is { } tooWide)
            return Error.Invalid(
                $"Your roles do not allow the scope '{Core.Texts.Cut(tooWide, 100)}'. They allow: {string.Join(", ", allowed)}."
            );
        var now = time.GetUtcNow();
        if (
            await db.PersonalTokens.CountAsync(
                t => t.UserId == access.UserId && t.RevokedAt == null && t.ExpiresAt > now,
                cancellationToken
            ) >= MaxLive
        )
            return Error.Conflict($"You have {MaxLive} tokens. Revoke one first.");
        var (tokenId, secret) = (
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))
        );
        var token = new PersonalToken
        {
            UserId = access.UserId,
            TenantId = tenantId!.Value,
            Name = name,
            TokenId = tokenId,
            SecretHash = Hash(secret),
            Scopes = string.Join(',', allowed.Where(scopes.Contains)),
            CreatedAt = now,
            ExpiresAt = now.AddDays(wanted.Days),
        };
        db.PersonalTokens.Add(token);
        Record(db, now, access, token, AuditActions.TokenCreated, new { token.Scopes, token.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("", $"{Prefix}{tokenId}_{secret}");
    }

    /// <summary>A page of the person's own tokens: revoked ones last, the newest first.</summary>
    public async Task<ListPage<PersonalTokenRow>> ListOwnAsync(
        PersonAccess access,
        int number = 1,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PageAsync(db.PersonalTokens.Where(t => t.UserId == access.UserId), number, cancellationToken);
    }

    /// <summary>
    /// A page of the tokens of all people in the tenants that the admin administers: revoked ones last, the newest first.
    /// </summary>
    public async Task<ListPage<PersonalTokenRow>> ListAsync(
        PersonAccess access,
        int number = 1,
        CancellationToken cancellationToken = default
    )
    {
        var (everywhere, tenants, _) = access.Scope(Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PageAsync(db.PersonalTokens.Where(t => everywhere || tenants.Contains(t.TenantId)), number, cancellationToken);
    }

    /// <summary>
    /// Revokes a token of the person, or of another person in a tenant of the admin. False if there is no such token, or it is revoked.
    /// </summary>
    public async Task<bool> RevokeAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        if (access.IsNobody)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.PersonalTokens.SingleOrDefaultAsync(t => t.Id == id && t.RevokedAt == null, cancellationToken);
        if (token is null || (token.UserId != access.UserId && !access.Has(Role.Admin, token.TenantId, null)))
            return false;
        var now = time.GetUtcNow();
        token.RevokedAt = now;
        Record(db, now, access, token, AuditActions.TokenRevoked);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Revokes all tokens of an account in the transaction that disables it.</summary>
    internal static Task RevokeAllAsync(TriageDbContext db, long userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db
            .PersonalTokens.Where(t => t.UserId == userId && t.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.RevokedAt, now), cancellationToken);

    internal static bool IsToken(string presented) => presented.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// Returns the token with the scopes that the roles of the person still allow, or null if it is malformed, unknown, revoked or expired,
    /// or its person is disabled.
    /// </summary>
    internal async Task<VerifiedToken?> VerifyAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Split('_') is not ["tcp", { Length: 16 } tokenId, { Length: 64 } secret])
            return null;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db
            .PersonalTokens.Where(t => t.TokenId == tokenId && t.RevokedAt == null && t.ExpiresAt > now && t.User!.DisabledAt == null)
            .Select(t => new
            {
                t.Id,
                t.UserId,
                t.User!.DisplayName,
                t.User.Email,
                t.TenantId,
                Tenant = t.Tenant!.Key,
                t.SecretHash,
                t.Scopes,
                t.LastUsedAt,
                Grants = db.RoleGrants.Where(g => g.UserId == t.UserId).Select(g => new Grant(g.Role, g.TenantId, g.WorkflowId)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var same = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Hash(secret)),
            Encoding.ASCII.GetBytes(token?.SecretHash ?? new string('0', 64))
        );
        if (token is null || !same)
            return null;
        var stale = now - LastUsedStep;
        if (token.LastUsedAt is null || token.LastUsedAt < stale)
            await db
                .PersonalTokens.Where(t => t.Id == token.Id && (t.LastUsedAt == null || t.LastUsedAt < stale))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.LastUsedAt, now), cancellationToken);
        var access = new PersonAccess(token.UserId, token.DisplayName, token.Grants);
        return new VerifiedToken(
            tokenId,
            token.TenantId,
            token.Tenant,
            TokenScopes.Effective(token.Scopes, access, token.TenantId),
            new CallingPerson(token.UserId, token.DisplayName, token.Email ?? "")
        );
    }

    private static async Task<ListPage<PersonalTokenRow>> PageAsync(
        IQueryable<PersonalToken> tokens,
        int number,
        CancellationToken cancellationToken
    )
    {
        var page = await tokens
            .AsNoTracking()
            .OrderBy(t => t.RevokedAt != null)
            .ThenByDescending(t => t.Id)
            .Select(t => new
            {
                t.Id,
                Tenant = t.Tenant!.Key,
                t.User!.DisplayName,
                t.User.Email,
                t.Name,
                t.TokenId,
                t.Scopes,
                t.CreatedAt,
                t.ExpiresAt,
                t.RevokedAt,
                t.LastUsedAt,
            })
            .ToPageAsync(number, Paging.Rows, cancellationToken);
        return page.With<PersonalTokenRow>([
            .. page.Items.Select(t => new PersonalTokenRow(
                t.Id,
                t.Tenant,
                t.DisplayName,
                t.Email ?? "",
                t.Name,
                Prefix + t.TokenId,
                t.Scopes.Split(','),
                t.CreatedAt,
                t.ExpiresAt,
                t.RevokedAt,
                t.LastUsedAt
            )),
        ]);
    }

    private static void Record(
        TriageDbContext db,
        DateTimeOffset at,
        PersonAccess access,
        PersonalToken token,
        string action,
        object? details = null
    ) =>
        AuditTrail.Add(
            db,
            at,
            AuditActor.Of(access),
            token.TenantId,
            action,
            string.Create(CultureInfo.InvariantCulture, $"{token.Name} ({token.TokenId}) of person/{token.UserId}"),
            details
        );

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
