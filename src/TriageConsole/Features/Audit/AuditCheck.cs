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
    /// A public key that was kept elsewhere; null: the one of the store, or else the one of the database, which anyone who can change the
    /// database can replace.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FormatException">The public key cannot be read.</exception>
    public async Task<AuditVerifyReport> RunAsync(string? publicKeyPem, CancellationToken cancellationToken)
    {
        await sequencer.RunAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await db.AuditKey.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var rows = await db.AuditCheckpoints.AsNoTracking().OrderBy(c => c.Size).ToListAsync(cancellationToken);
        var copies = checkpoints.HasStore ? await StoredAsync(cancellationToken) : [];
        var missing = checkpoints.HasStore ? rows.Count(r => r.IsCopied && !copies.ContainsKey(AuditCheckpoints.NameOf(r))) : 0;
        using var key = ECDsa.Create();
        var pem = publicKeyPem ?? (checkpoints.HasStore ? await TextAsync(AuditCheckpoints.PublicKeyName, cancellationToken) : null);
        if (pem is not null)
            Import(key, pem);
        else if (own is not null)
            key.ImportSubjectPublicKeyInfo(own.PublicKey, out _);
        var read = rows.Select(r => r.Note).Concat(copies.Values).Select(n => SignedCheckpoint.Read(n, [key])).ToList();
        var verifier = new AuditVerifier(own?.Origin ?? "", read.OfType<Checkpoint>());
        foreach (var _ in read.Where(c => c is null))
            verifier.AddUnsigned();
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

    /// <summary>Reads a public key.</summary>
    /// <exception cref="FormatException">The text is not PEM of an ECDSA key.</exception>
    internal static void Import(ECDsa key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException("The public key is not PEM of an ECDSA key.", e);
        }
    }
}
