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
        var notes = await db.AuditCheckpoints.OrderBy(c => c.Size).Select(c => c.Note).ToListAsync(cancellationToken);
        if (checkpoints.HasStore)
            notes.AddRange(await StoredAsync(cancellationToken));
        using var key = ECDsa.Create();
        var pem = publicKeyPem ?? (checkpoints.HasStore ? await TextAsync(AuditCheckpoints.PublicKeyName, cancellationToken) : null);
        if (pem is not null)
            Import(key, pem);
        else if (own is not null)
            key.ImportSubjectPublicKeyInfo(own.PublicKey, out _);
        var read = notes.ConvertAll(n => SignedCheckpoint.Read(n, [key]));
        var verifier = new AuditVerifier(own?.Origin ?? "", read.OfType<Checkpoint>());
        foreach (var _ in read.Where(c => c is null))
            verifier.AddUnsigned();
        await foreach (var row in db.AuditLog.AsNoTracking().OrderBy(r => r.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            verifier.Add(new StoredAuditEntry(AuditSequencer.Entry(row), row.Hash));
        return new AuditVerifyReport(verifier.End(), await db.AuditRecords.CountAsync(cancellationToken), checkpoints.HasStore);
    }

    private async Task<List<string>> StoredAsync(CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        await foreach (var name in checkpoints.Store.ListAsync(cancellationToken))
            if (AuditCheckpoints.IsCheckpoint(name))
                notes.Add(await TextAsync(name, cancellationToken) ?? "");
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
