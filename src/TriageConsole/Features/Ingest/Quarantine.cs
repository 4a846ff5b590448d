using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;
using TriageConsole.Data;
using TriageConsole.Data.Ingest;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Stores the refused lines of a tenant, redacted, each once with its reason.</summary>
internal sealed class Quarantine(
    TriageDbContext db,
    IProviderStatements statements,
    long tenantId,
    RedactionPolicy policy,
    KeyedHash hash,
    DateTimeOffset now
)
{
    /// <summary>Maximum number of bytes of a line that are kept.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Stores the lines and returns their rows, also of those that were stored before, with their numbers.</summary>
    public async Task<IReadOnlyList<(long Number, QuarantinedEvent Row)>> StoreAsync(
        IReadOnlyCollection<(EventLine Line, Refusal Refusal)> refused,
        IngestResult result,
        CancellationToken cancellationToken
    )
    {
        if (refused.Count == 0)
            return [];
        var rows = new Dictionary<string, QuarantinedEvent>();
        var all = new List<(long Number, QuarantinedEvent Row)>(refused.Count);
        foreach (var (line, refusal) in refused)
        {
            result.Quarantine(new LineVerdict(line.Number, refusal.Reason, refusal.Detail));
            var redactor = new TextRedactor(policy, new SessionPlaceholders()) { HashKey = hash.Key };
            var (text, contentHash) = line.ContentHash is { } stored
                ? (Encoding.UTF8.GetString(line.Bytes.Span), stored)
                : Text(line.Bytes, redactor);
            var row = new QuarantinedEvent
            {
                TenantId = tenantId,
                ContentHash = contentHash,
                Reason = refusal.Reason,
                Detail = redactor.Text(refusal.Detail)!,
                Line = text,
                ReceivedAt = now,
            };
            rows[contentHash] = row;
            all.Add((line.Number, row));
        }

        var hashes = rows.Keys.ToArray();
        var known = await db
            .QuarantinedEvents.Where(q => q.TenantId == tenantId && hashes.Contains(q.ContentHash))
            .Select(q => q.ContentHash)
            .ToListAsync(cancellationToken);
        foreach (var one in known)
            rows.Remove(one);
        await statements.BulkLoadAsync(db, rows.Values, cancellationToken);
        return all;
    }

    /// <summary>The line as storable text, and the hash that identifies it.</summary>
    private (string Text, string Hash) Text(ReadOnlyMemory<byte> line, TextRedactor redactor)
    {
        var kept = line.Length <= MaxBytes ? line : line[..MaxBytes];
        var redacted = redactor.Json(kept);
        var text = Encoding.UTF8.GetString(redacted.Span).Replace('\0', '\uFFFD');
        // A plain hash of a line with personal data would reveal it to anyone who can guess the line.
        return (text, redacted.Equals(kept) ? Convert.ToHexStringLower(SHA256.HashData(line.Span)) : hash.Of(line.Span));
    }
}
