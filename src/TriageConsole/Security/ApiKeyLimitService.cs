using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>Sets the limits of API keys, and counts their refused requests.</summary>
public sealed class ApiKeyLimitService(IDbContextFactory<TriageDbContext> contexts, TimeProvider time)
{
    private static readonly Error Unknown = Error.NotFound("There is no such key, or you may not manage it.");

    /// <summary>Sets the limit of a key, for an admin of its tenant.</summary>
    public async Task<Result> SetAsync(PersonAccess access, long id, KeyRate rate, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.ApiKeys.Where(k => k.Id == id).Select(k => (long?)k.TenantId).SingleOrDefaultAsync(cancellationToken);
        return tenant is { } owner && access.Has(Role.Admin, owner, null)
            ? await SetAsync(db, db.ApiKeys.Where(k => k.Id == id), rate, AuditActor.Of(access), cancellationToken)
            : Unknown;
    }

    /// <summary>Sets the limit of a key of the caller's tenant.</summary>
    /// <param name="caller">The application; it has the scope admin.</param>
    /// <param name="keyId">The public part of the key, with or without its prefix.</param>
    /// <param name="rate">The limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<Result> SetAsync(ApiCaller caller, string keyId, KeyRate rate, CancellationToken cancellationToken = default)
    {
        var id =
            keyId.StartsWith("tck_", StringComparison.Ordinal) || keyId.StartsWith("tcb_", StringComparison.Ordinal) ? keyId[4..] : keyId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = db.ApiKeys.Where(k => k.KeyId == id && k.TenantId == caller.TenantId);
        return await SetAsync(db, keys, rate, AuditActor.Of(caller), cancellationToken);
    }

    /// <summary>Adds the counts of refused requests.</summary>
    internal async Task CountRefusedAsync(IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One transaction: after a failure all counts are added again.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (key, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            await db
                .ApiKeys.Where(k => k.KeyId == key)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(k => k.RefusedRequests, k => k.RefusedRequests + count).SetProperty(k => k.RefusedAt, now),
                    cancellationToken
                );
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<Result> SetAsync(
        TriageDbContext db,
        IQueryable<ApiKey> keys,
        KeyRate rate,
        AuditActor actor,
        CancellationToken cancellationToken
    )
    {
        if (rate.Check() is { } wrong)
            return wrong;
        if (await keys.SingleOrDefaultAsync(k => k.RevokedAt == null, cancellationToken) is not { } key)
            return Unknown;
        (key.RequestsPerSecond, key.Burst) = (rate.RequestsPerSecond, rate.Burst);
        AuditTrail.Add(
            db,
            time.GetUtcNow(),
            actor,
            key.TenantId,
            AuditActions.KeyLimited,
            $"{key.Name} ({key.KeyId})",
            new { rate.RequestsPerSecond, rate.Burst }
        );
        await db.SaveChangesAsync(cancellationToken);
        return Result.Done("The limits are saved. They apply to the next request.");
    }
}
