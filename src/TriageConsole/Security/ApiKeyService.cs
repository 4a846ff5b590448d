using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Security;

/// <summary>
/// Manages API keys: secret keys of the form <c>tck_{key id}_{secret}</c>, of which only the SHA-256 of the secret is stored, and browser
/// keys of the form <c>tcb_{key id}</c>, which are public.
/// </summary>
public sealed class ApiKeyService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private const string Prefix = "tck_";
    private const string BrowserPrefix = "tcb_";
    private static readonly TimeSpan LastUsedStep = TimeSpan.FromMinutes(1);

    private static readonly SortKeys<ApiKey> Sorts = new SortKeys<ApiKey>()
        .Add("name", k => k.Name)
        .Add("tenant", k => k.Tenant!.Key)
        .AddOptional("expires", k => k.ExpiresAt)
        .AddOptional("used", k => k.LastUsedAt)
        .Add("created", k => k.CreatedAt)
        .Add("refused", k => k.RefusedRequests);

    /// <summary>
    /// Creates a key without a permission check, and the tenant if it is new. For the command line, whose user has access to the database.
    /// </summary>
    public Task<CreatedApiKey> CreateAsync(
        string tenantKey,
        string name,
        IReadOnlyCollection<string> scopes,
        DateTimeOffset? expiresAt,
        ApiKeySettings? settings = null,
        CancellationToken cancellationToken = default
    ) => CreateAsync(AuditActor.CommandLine, tenantKey, name, scopes, expiresAt, settings, cancellationToken);

    private async Task<CreatedApiKey> CreateAsync(
        AuditActor actor,
        string tenantKey,
        string name,
        IReadOnlyCollection<string> scopes,
        DateTimeOffset? expiresAt,
        ApiKeySettings? settings,
        CancellationToken cancellationToken
    )
    {
        settings = (settings ?? ApiKeySettings.None).Normalized();
        tenantKey = tenantKey.Trim();
        if (tenantKey.Length is 0 or > 200)
            throw new ArgumentException("A tenant's name has 1 to 200 characters.", nameof(tenantKey));
        if (name.Trim().Length is 0 or > 200)
            throw new ArgumentException("A key's name has 1 to 200 characters.", nameof(name));
        if (expiresAt <= time.GetUtcNow())
            throw new ArgumentException("The expiry is in the past.", nameof(expiresAt));
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var scopeList = settings.IsBrowserKey ? ApiScopes.Feedback : ApiScopes.Normalize(scopes);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant =
            await db.Tenants.SingleOrDefaultAsync(t => t.Key == tenantKey, cancellationToken)
            ?? new Tenant
            {
                Key = tenantKey,
                Name = tenantKey,
                CreatedAt = time.GetUtcNow(),
            };
        var key = new ApiKey
        {
            Tenant = tenant,
            Name = name.Trim(),
            KeyId = keyId,
            SecretHash = Hash(secret),
            Scopes = scopeList,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt?.ToUniversalTime(),
            Kind = settings.IsBrowserKey ? ApiKeyKind.Browser : ApiKeyKind.Secret,
            DefaultWorkflow = settings.DefaultWorkflow,
        };
        foreach (var origin in settings.Origins)
            key.Origins.Add(new ApiKeyOrigin { Origin = origin });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        AuditTrail.Add(
            db,
            key.CreatedAt,
            actor,
            key.TenantId,
            AuditActions.KeyCreated,
            $"{key.Name} ({keyId})",
            new { key.Scopes, key.ExpiresAt }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CreatedApiKey(key.Id, settings.IsBrowserKey ? BrowserPrefix + keyId : $"{Prefix}{keyId}_{secret}");
    }

    /// <summary>Creates a key for an admin of the tenant. Only a site admin can name a new tenant.</summary>
    public async Task<CreatedApiKey> CreateAsync(
        PersonAccess access,
        string tenantKey,
        string name,
        IReadOnlyCollection<string> scopes,
        DateTimeOffset? expiresAt,
        ApiKeySettings? settings = null,
        CancellationToken cancellationToken = default
    )
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var tenantId = await db
                .Tenants.Where(t => t.Key == tenantKey.Trim())
                .Select(t => (long?)t.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (!(tenantId is { } id ? access.Has(Role.Admin, id, null) : access.IsSiteAdmin))
                throw new AccessDeniedException("Only an admin of the tenant can create keys for it.");
        }

        return await CreateAsync(AuditActor.Of(access), tenantKey, name, scopes, expiresAt, settings, cancellationToken);
    }

    /// <summary>A page of the keys in the person's scope, revoked keys last.</summary>
    public async Task<GridPage<ApiKeyRow>> ListAsync(
        PersonAccess access,
        GridQuery? query = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await Ordered(db, access, query ?? new()).ToGridPageAsync(query ?? new(), cancellationToken);
        return page.With(AsRow);
    }

    /// <summary>All keys of the caller's tenant, the newest first.</summary>
    /// <param name="caller">The application; it has the scope admin.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(ApiCaller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db
            .ApiKeys.AsNoTracking()
            .Include(k => k.Tenant)
            .Include(k => k.Origins)
            .Where(k => k.TenantId == caller.TenantId)
            .OrderByDescending(k => k.Id)
            .ToListAsync(cancellationToken);
        return [.. keys.Select(AsRow)];
    }

    /// <summary>The list without pages, for a file.</summary>
    public async IAsyncEnumerable<ApiKeyRow> ReadAsync(
        PersonAccess access,
        GridQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (
            var key in Ordered(db, access, query).Take(CsvDownload.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken)
        )
            yield return AsRow(key);
    }

    private static IQueryable<ApiKey> Ordered(TriageDbContext db, PersonAccess access, GridQuery query)
    {
        var everywhere = access.IsSiteAdmin;
        var tenants = access
            .Grants.Where(g => g is { Role: Role.Admin, TenantId: not null, WorkflowId: null })
            .Select(g => g.TenantId!.Value)
            .ToArray();
        var rows = db
            .ApiKeys.AsNoTracking()
            .Include(k => k.Tenant)
            .Include(k => k.Origins)
            .Where(k => everywhere || tenants.Contains(k.TenantId));
        var ordered =
            Sorts.Apply(rows, query)
            ?? rows.OrderBy(k => k.RevokedAt != null).ThenBy(k => k.Tenant!.Key).ThenByDescending(k => k.CreatedAt);
        return ordered.ThenBy(k => k.Id);
    }

    private static ApiKeyRow AsRow(ApiKey key) =>
        new(
            key.Id,
            key.Tenant!.Key,
            key.Name,
            (key.Kind == ApiKeyKind.Browser ? BrowserPrefix : Prefix) + key.KeyId,
            key.Kind,
            key.Scopes.Split(','),
            key.DefaultWorkflow,
            [.. key.Origins.Select(o => o.Origin).Order(StringComparer.Ordinal)],
            key.CreatedAt,
            key.ExpiresAt,
            key.RevokedAt,
            key.LastUsedAt,
            new KeyRate(key.RequestsPerSecond, key.Burst),
            key.RefusedRequests,
            key.RefusedAt
        );

    /// <summary>
    /// Revokes a key. Takes effect with the next request, or within about a second for endpoints that cache keys. False if this admin has
    /// no such key, or it is already revoked.
    /// </summary>
    public async Task<bool> RevokeAsync(PersonAccess access, long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, cancellationToken);
        if (key is null || !access.Has(Role.Admin, key.TenantId, null))
            return false;
        var now = time.GetUtcNow();
        key.RevokedAt = now;
        AuditTrail.Add(db, now, AuditActor.Of(access), key.TenantId, AuditActions.KeyRevoked, $"{key.Name} ({key.KeyId})");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Returns the verified key, or null if it is malformed, unknown, revoked or expired.</summary>
    internal async Task<VerifiedKey?> VerifyAsync(string presented, CancellationToken cancellationToken)
    {
        var parts = presented.Split('_');
        var secret = parts is ["tck", { Length: 16 }, { Length: 64 } sent] ? sent : null;
        if (secret is null && parts is not ["tcb", { Length: 16 }])
            return null;
        var (keyId, kind) = (parts[1], secret is null ? ApiKeyKind.Browser : ApiKeyKind.Secret);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db
            .ApiKeys.Where(k => k.KeyId == keyId && k.Kind == kind)
            .Select(k => new
            {
                k.Id,
                k.TenantId,
                Tenant = k.Tenant!.Key,
                k.SecretHash,
                k.Scopes,
                k.ExpiresAt,
                k.RevokedAt,
                k.LastUsedAt,
                k.DefaultWorkflow,
                k.RequestsPerSecond,
                k.Burst,
                Origins = k.Origins.Select(o => o.Origin).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        // A browser key has no secret: its origins and its scope limit it.
        var same =
            secret is null
            || CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Hash(secret)),
                Encoding.ASCII.GetBytes(key?.SecretHash ?? new string('0', 64))
            );
        if (!same || key is null || key.RevokedAt is not null || key.ExpiresAt <= now)
            return null;
        var stale = now - LastUsedStep;
        // Update at most once a minute, so that the row of a busy key does not become a bottleneck.
        if (key.LastUsedAt is null || key.LastUsedAt < stale)
            await db
                .ApiKeys.Where(k => k.Id == key.Id && (k.LastUsedAt == null || k.LastUsedAt < stale))
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, now), cancellationToken);
        return new VerifiedKey(
            key.TenantId,
            key.Tenant,
            keyId,
            key.Scopes,
            key.ExpiresAt,
            key.DefaultWorkflow,
            new KeyRate(key.RequestsPerSecond, key.Burst),
            kind == ApiKeyKind.Browser ? key.Origins : null
        );
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
