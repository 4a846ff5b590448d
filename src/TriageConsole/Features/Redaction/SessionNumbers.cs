using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>
/// The stored numbers of placeholders of one tenant, in the transaction of the caller: the same value has the same number in all texts of
/// a session.
/// </summary>
internal sealed class SessionNumbers(TriageDbContext db, IProviderStatements statements, long tenantId, KeyedHash hash)
{
    private const int MaxSessions = 1000;

    /// <summary>The numbers that earlier texts of these sessions have, by session; a session without numbers is left out.</summary>
    public async Task<Dictionary<string, EarlierPlaceholders>> ReadAsync(IEnumerable<string> sessions, CancellationToken cancellationToken)
    {
        var sessionOf = sessions.Distinct(StringComparer.Ordinal).ToDictionary(s => Hash(hash, s), s => s, StringComparer.Ordinal);
        var earlier = new Dictionary<string, EarlierPlaceholders>(StringComparer.Ordinal);
        foreach (var part in sessionOf.Keys.Chunk(MaxSessions))
        {
            var rows = await db
                .SessionPlaceholders.AsNoTracking()
                .Where(p => p.TenantId == tenantId && part.Contains(p.SessionHash))
                .ToListAsync(cancellationToken);
            foreach (var stored in rows.GroupBy(r => r.SessionHash))
                earlier[sessionOf[stored.Key]] = new EarlierPlaceholders(
                    stored.ToDictionary(r => (r.Word, r.ValueHash), r => r.Number),
                    ValueHash
                );
        }

        return earlier;
    }

    /// <summary>Stores the numbers that are new.</summary>
    /// <exception cref="DbUpdateException">
    /// Another transaction gave one of the numbers meanwhile. The caller repeats its transaction.
    /// </exception>
    public Task StoreAsync(
        IEnumerable<(string Session, SessionPlaceholders Placeholders)> sessions,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<SessionPlaceholder>();
        // The same order in all batches, so that two of them do not wait for each other.
        foreach (
            var (session, placeholders) in sessions
                .Select(s => (Hash: Hash(hash, s.Session), s.Placeholders))
                .OrderBy(s => s.Hash, StringComparer.Ordinal)
        )
        foreach (
            var ((word, value), number) in placeholders
                .Numbers.Where(n => !placeholders.IsKnown(n.Key))
                .OrderBy(n => n.Key.Word, StringComparer.Ordinal)
                .ThenBy(n => n.Value)
        )
            rows.Add(
                new SessionPlaceholder
                {
                    TenantId = tenantId,
                    SessionHash = session,
                    Word = word,
                    ValueHash = ValueHash(value),
                    Number = number,
                    CreatedAt = now,
                }
            );
        return statements.BulkLoadAsync(db, rows, cancellationToken);
    }

    /// <summary>Forgets the numbers of these sessions. Returns how many there were.</summary>
    public static Task<int> ForgetAsync(
        TriageDbContext db,
        long tenantId,
        KeyedHash hash,
        IEnumerable<string> sessions,
        CancellationToken cancellationToken
    )
    {
        var hashes = sessions.Select(s => Hash(hash, s)).ToArray();
        return db
            .SessionPlaceholders.Where(p => p.TenantId == tenantId && hashes.Contains(p.SessionHash))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static string Hash(KeyedHash hash, string session) => hash.Of("session", session);

    private string ValueHash(string value) => hash.Of("value", value);
}
