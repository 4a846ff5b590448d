using System.Security.Cryptography;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Checks the signatures of the checkpoints of a log whose key was replaced. Trust begins with the given keys and goes from each key to the
/// one that it endorses. A key that was replaced is trusted up to the checkpoint that begins the next one, and not behind it.
/// </summary>
public sealed class CheckpointReader : IDisposable
{
    private readonly List<TrustedKey> trusted;

    // Keys whose beginning is reported as a fault: their later checkpoints are not reported one by one.
    private readonly List<ECDsa> untrusted = [];
    private readonly List<ECDsa> imported = [];
    private readonly List<AuditFault> faults = [];

    private CheckpointReader(IEnumerable<ECDsa> keys) => trusted = [.. keys.Select(k => new TrustedKey(k))];

    /// <summary>Reads signed checkpoints.</summary>
    /// <param name="notes">The signed texts, in any order; the same text can be there twice.</param>
    /// <param name="keys">The public keys that are trusted. The oldest is enough if each later key is endorsed.</param>
    public static CheckpointReading Read(IReadOnlyList<string> notes, IEnumerable<ECDsa> keys)
    {
        using var reader = new CheckpointReader(keys);
        return reader.Read(notes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in imported)
            key.Dispose();
    }

    private CheckpointReading Read(IReadOnlyList<string> notes)
    {
        var contents = notes.Select(SignedCheckpoint.Content).ToList();
        var accepted = new Checkpoint?[notes.Count];
        // A key is endorsed by the one before it, so the changes are followed from the first to the last.
        var changes = Enumerable.Range(0, notes.Count).Where(i => contents[i]?.Change is not null).OrderBy(i => contents[i]!.Size);
        foreach (var i in changes)
            accepted[i] = Follows(notes[i], contents[i]!, contents[i]!.Change!) ? contents[i] : null;
        for (var i = 0; i < notes.Count; i++)
            if (contents[i]?.Change is null)
                accepted[i] = IsTrusted(notes[i], contents[i]) ? contents[i] : null;
        return new(accepted, faults);
    }

    /// <summary>Follows a change of the key. False if the new key is not trusted.</summary>
    private bool Follows(string note, Checkpoint checkpoint, KeyChange change)
    {
        if (Import(change.PublicKey) is not { } key || !IsSigned(note, key))
        {
            faults.Add(new(AuditFaultKind.NotSigned, null));
            return false;
        }

        var next = new TrustedKey(key);
        var isKnown = trusted.Exists(k => k.PublicKey == next.PublicKey);
        var before = trusted.FindAll(k => k.Id == change.Before);
        var endorser = before.Find(k => IsSigned(note, k.Key));
        if (endorser is null && before.Count > 0 && SignedCheckpoint.Names(note, change.Before))
            Report(new(AuditFaultKind.WrongEndorsement, checkpoint.Size, Key: next.Id));
        else if (endorser is null && !isKnown && !untrusted.Exists(k => IsSigned(note, k)))
            Report(new(AuditFaultKind.NotEndorsed, checkpoint.Size, Key: next.Id));
        var isTrusted = isKnown || endorser is not null;
        if (isTrusted && (endorser ?? before.FirstOrDefault()) is { } old)
        {
            var (successor, size) = old.Next ?? (next.PublicKey, checkpoint.Size);
            old.Next = (successor, size);
            if (successor != next.PublicKey || size != checkpoint.Size)
            {
                Report(new(AuditFaultKind.SecondSuccessor, checkpoint.Size, Key: next.Id));
                // The endorsement of a key that was replaced before is worth nothing.
                isTrusted = isKnown;
            }
        }

        if (!isTrusted)
            untrusted.Add(key);
        else if (!isKnown)
            trusted.Add(next);
        return isTrusted;
    }

    private bool IsTrusted(string note, Checkpoint? checkpoint)
    {
        var signers = checkpoint is null ? [] : trusted.FindAll(k => IsSigned(note, k.Key));
        if (checkpoint is null || signers.Count == 0)
        {
            if (checkpoint is null || !untrusted.Exists(k => IsSigned(note, k)))
                faults.Add(new(AuditFaultKind.NotSigned, null));
            return false;
        }

        if (signers.Exists(k => k.Next is not { } next || next.Size >= checkpoint.Size))
            return true;
        Report(new(AuditFaultKind.ReplacedKey, checkpoint.Size, Key: signers[0].Id));
        return false;
    }

    /// <summary>The database and the store have the same checkpoint, and it is one fault.</summary>
    private void Report(AuditFault fault)
    {
        if (!faults.Contains(fault))
            faults.Add(fault);
    }

    private static bool IsSigned(string note, ECDsa key) => SignedCheckpoint.Read(note, [key]) is not null;

    private ECDsa? Import(string publicKey)
    {
        var key = ECDsa.Create();
        imported.Add(key);
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private sealed class TrustedKey(ECDsa key)
    {
        public ECDsa Key { get; } = key;

        public string Id { get; } = SignedCheckpoint.IdOf(key.ExportSubjectPublicKeyInfo());

        /// <summary>The whole key: two keys can be made with the same id.</summary>
        public string PublicKey { get; } = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

        /// <summary>The key that follows, and the size of the log at its first checkpoint; null while it signs.</summary>
        public (string PublicKey, long Size)? Next { get; set; }
    }
}
