using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.EventLog;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>
/// The keys of persons. Every batch reads them from the database, so that a destroyed key is not used any more on any instance.
/// </summary>
public sealed class EventLogKeys(EventLogSecrets secrets, IProviderStatements statements)
{
    private const int SaltBytes = 16;

    /// <summary>What stays of the user id when the key is destroyed. The row itself stays, so that a replay can count the lines.</summary>
    private const string Erased = "erased";

    /// <summary>The keys for these persons in the caller's transaction. A person without a key gets one.</summary>
    /// <param name="db">A context with an open transaction.</param>
    /// <param name="tenantId">Their tenant.</param>
    /// <param name="subjects">Values of user_id or of <see cref="LogSubjects"/>; empty for events without one.</param>
    /// <param name="now">The time of a new key.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<Dictionary<string, (Guid Id, byte[] Key)>> EnsureAsync(
        TriageDbContext db,
        long tenantId,
        IReadOnlyCollection<string> subjects,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (_, secret) = await secrets.GetAsync(cancellationToken);
        var wanted = subjects.Distinct(StringComparer.Ordinal).ToArray();
        var rows = await db
            .EventLogKeys.AsNoTracking()
            .Where(k => k.TenantId == tenantId && k.DestroyedAt == null && wanted.Contains(k.Subject))
            .ToListAsync(cancellationToken);
        var known = rows.ToDictionary(k => k.Subject, k => (k.Id, Derive(secret, k.Salt!)), StringComparer.Ordinal);
        var created = wanted
            .Where(s => !known.ContainsKey(s))
            .Select(s => new EventLogKey
            {
                Id = Guid.CreateVersion7(now),
                TenantId = tenantId,
                Subject = s,
                Salt = RandomNumberGenerator.GetBytes(SaltBytes),
                CreatedAt = now,
            })
            .ToList();
        await statements.BulkLoadAsync(db, created, cancellationToken);
        foreach (var key in created)
            known[key.Subject] = (key.Id, Derive(secret, key.Salt!));
        return known;
    }

    /// <summary>The keys with these ids that are not destroyed.</summary>
    public async Task<Dictionary<Guid, byte[]>> ReadAsync(
        TriageDbContext db,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var (_, secret) = await secrets.GetAsync(cancellationToken);
        var found = new Dictionary<Guid, byte[]>();
        foreach (var part in ids.Chunk(1000))
        foreach (
            var key in await db
                .EventLogKeys.AsNoTracking()
                .Where(k => part.Contains(k.Id) && k.DestroyedAt == null)
                .ToListAsync(cancellationToken)
        )
            found[key.Id] = Derive(secret, key.Salt!);
        return found;
    }

    /// <summary>Destroys the keys of a person in the caller's transaction. Returns the number of destroyed keys.</summary>
    public static Task<int> DestroyAsync(
        TriageDbContext db,
        long tenantId,
        string subject,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => DestroyAsync(db, tenantId, [subject], now, cancellationToken);

    /// <inheritdoc cref="DestroyAsync(TriageDbContext, long, string, DateTimeOffset, CancellationToken)"/>
    public static Task<int> DestroyAsync(
        TriageDbContext db,
        long tenantId,
        string[] subjects,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        db
            .EventLogKeys.Where(k => k.TenantId == tenantId && subjects.Contains(k.Subject) && k.DestroyedAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(k => k.Salt, (byte[]?)null).SetProperty(k => k.Subject, Erased).SetProperty(k => k.DestroyedAt, now),
                cancellationToken
            );

    private static byte[] Derive(byte[] secret, byte[] salt) => HMACSHA256.HashData(secret, salt);
}
