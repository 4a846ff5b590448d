using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Stores the refused lines of a tenant, each once with its reason.</summary>
internal sealed class Quarantine(TriageDbContext db, IProviderStatements statements, long tenantId, DateTimeOffset now)
{
    /// <summary>Maximum number of bytes of a line that are kept.</summary>
    private const int MaxBytes = 1 << 20;

    public async Task StoreAsync(
        IReadOnlyCollection<(EventLine Line, Refusal Refusal)> refused,
        IngestResult result,
        CancellationToken cancellationToken
    )
    {
        if (refused.Count == 0)
            return;
        var rows = new Dictionary<string, QuarantinedEvent>();
        foreach (var (line, refusal) in refused)
        {
            result.Quarantine(new LineVerdict(line.Number, refusal.Reason, refusal.Detail));
            var (text, hash) = Text(line.Bytes.Span);
            rows[hash] = new QuarantinedEvent
            {
                TenantId = tenantId,
                ContentHash = hash,
                Reason = refusal.Reason,
                Detail = refusal.Detail,
                Line = text,
                ReceivedAt = now,
            };
        }

        var hashes = rows.Keys.ToArray();
        var known = await db
            .QuarantinedEvents.Where(q => q.TenantId == tenantId && hashes.Contains(q.ContentHash))
            .Select(q => q.ContentHash)
            .ToListAsync(cancellationToken);
        foreach (var hash in known)
            rows.Remove(hash);
        await statements.BulkLoadAsync(db, rows.Values, cancellationToken);
    }

    /// <summary>The line as storable text, and the hash that identifies it.</summary>
    private static (string Text, string Hash) Text(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Length <= MaxBytes ? line : line[..(MaxBytes)]).Replace('\0', '\uFFFD');
        return (text, Convert.ToHexStringLower(SHA256.HashData(line)));
    }
}
