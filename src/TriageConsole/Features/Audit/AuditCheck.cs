using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Auditing;
using TriageConsole.Core.AuditLog;
using TriageConsole.Data;

namespace TriageConsole.Features.Audit;

/// <summary>Verifies the audit log against its own values and against checkpoints outside the database.</summary>
public sealed class AuditCheck(IDbContextFactory<TriageDbContext> contexts, AuditSequencer sequencer, AuditCheckpoints checkpoints)
{
    // A checkpoint has a few hundred bytes. A larger object is something else.
    private const int MaxNoteBytes = 10_000;

    /// <summary>Reads every entry. Needs memory for the checkpoints only.</summary>
    /// <param name="publicKeyPem">
    /// Public keys that were kept elsewhere, one after the other: the oldest, and each that the one before it did not endorse. Null: the
    /// oldest of the store, or else of the database, which anyone who can change the database can replace.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FormatException">The public key cannot be read.</exception>
    public async Task<AuditVerifyReport> RunAsync(string? publicKeyPem, CancellationToken cancellationToken)
    {
        await sequencer.RunAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await db.AuditKeys.AsNoTracking().OrderBy(k => k.Id).FirstOrDefaultAsync(cancellationToken);
        var rows = await db.AuditCheckpoints.AsNoTracking().OrderBy(c => c.Size).ToListAsync(cancellationToken);
        var copies = checkpoints.HasStore ? await StoredAsync(cancellationToken) : [];
        var missing = checkpoints.HasStore ? rows.Count(r => r.IsCopied && !copies.ContainsKey(AuditCheckpoints.NameOf(r))) : 0;
        var pem = publicKeyPem ?? (checkpoints.HasStore ? await TextAsync(AuditCheckpoints.PublicKeyName, cancellationToken) : null);
        pem ??= own is null ? null : PemEncoding.WriteString("PUBLIC KEY", own.PublicKey);
        var read = Read([.. rows.Select(r => r.Note), .. copies.Values], pem);
        var verifier = new AuditVerifier(own?.Origin ?? "", read.Checkpoints.OfType<Checkpoint>());
        foreach (var fault in read.Faults)
            verifier.Report(fault);
        await foreach (var row in db.AuditLog.AsNoTracking().OrderBy(r => r.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            verifier.Add(new StoredAuditEntry(AuditSequencer.Entry(row), row.Hash));
        return new AuditVerifyReport(verifier.End(), await db.AuditRecords.CountAsync(cancellationToken), checkpoints.HasStore, missing);
    }

    /// <summary>The copies by name.</summary>
    private async Task<Dictionary<string, string>> StoredAsync(CancellationToken cancellationToken)
    {
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var name in checkpoints.Store.ListAsync(cancellationToken))
            if (AuditCheckpoints.IsCheckpoint(name))
                notes[name] = await TextAsync(name, cancellationToken) ?? "";
        return notes;
    }

    private async Task<string?> TextAsync(string name, CancellationToken cancellationToken)
    {
        await using var content = await checkpoints.Store.OpenAsync(name, cancellationToken);
        if (content is null)
            return null;
        var bytes = new byte[MaxNoteBytes];
        var count = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return count == bytes.Length ? "" : Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static CheckpointReading Read(IReadOnlyList<string> notes, string? pem)
    {
        var keys = pem is null ? [] : Import(pem);
        var read = CheckpointReader.Read(notes, keys);
        foreach (var key in keys)
            key.Dispose();
        return read;
    }

    /// <summary>Reads one public key or several, one after the other. The caller disposes them.</summary>
    /// <exception cref="FormatException">The text is not PEM of ECDSA keys.</exception>
    internal static List<ECDsa> Import(string pem)
    {
        var keys = new List<ECDsa>();
        try
        {
            var rest = pem.AsSpan();
            while (PemEncoding.TryFind(rest, out var found))
            {
                var key = ECDsa.Create();
                keys.Add(key);
                key.ImportFromPem(rest[found.Location]);
                rest = rest[found.Location.End..];
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException("The public key is not PEM of an ECDSA key.", e);
        }

        return keys.Count > 0 ? keys : throw new FormatException("The public key is not PEM of an ECDSA key.");
    }
}
