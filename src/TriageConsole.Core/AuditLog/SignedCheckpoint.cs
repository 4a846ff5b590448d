using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// A checkpoint with its signature, as text that can be kept in a file or sent. Format: signed note (c2sp.org/signed-note) with an ECDSA
/// signature over the text (P-256, SHA-256, DER). The first four bytes of the signature line are those of the SHA-256 of the public key.
/// </summary>
public static class SignedCheckpoint
{
    private const string Mark = "\u2014 ";
    private const int IdLength = 4;

    /// <summary>The first four bytes of SHA-256 over the public key (SubjectPublicKeyInfo, DER).</summary>
    public static byte[] KeyId(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..IdLength];

    /// <summary>The same in hexadecimal.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, IdLength));

    /// <summary>The signed text.</summary>
    /// <param name="checkpoint">What is signed.</param>
    /// <param name="keys">Private keys of the curve P-256; the second one of a change of the key is the one before it.</param>
    public static string Sign(Checkpoint checkpoint, params ECDsa[] keys)
    {
        var text = checkpoint.ToText();
        // The name of the key stands in a line whose parts are separated by spaces.
        var name = checkpoint.Origin.Replace(' ', '_').Replace('+', '_');
        var note = new StringBuilder(text).Append('\n');
        foreach (var key in keys)
        {
            var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            byte[] line = [.. KeyId(key), .. signature];
            note.Append(Mark).Append(name).Append(' ').Append(Convert.ToBase64String(line)).Append('\n');
        }

        return note.ToString();
    }

    /// <summary>Reads a signed text.</summary>
    /// <param name="note">The text of a file or message, up to any size; only a text of the exact format is accepted.</param>
    /// <param name="keys">Public keys that are trusted. <see cref="CheckpointReader"/> finds those that follow.</param>
    /// <returns>Null if the format is wrong or none of the keys signed the text.</returns>
    public static Checkpoint? Read(string note, IEnumerable<ECDsa> keys)
    {
        if (Content(note) is not { } checkpoint)
            return null;
        var text = Encoding.UTF8.GetBytes(checkpoint.ToText());
        var signatures = Signatures(note).ToList();
        // A signature that belongs to another key is ignored, as the format asks for: a witness may add its own.
        return keys.Any(key => signatures.Exists(s => IsSignedBy(s, text, key))) ? checkpoint : null;
    }

    /// <summary>Reads the text without checking who signed it.</summary>
    internal static Checkpoint? Content(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? null : Checkpoint.Parse(note[..(end + 1)]);
    }

    /// <summary>Whether there is a signature with this key id, valid or not.</summary>
    internal static bool Names(string note, string keyId) =>
        Signatures(note).Any(s => Convert.ToHexStringLower(s.AsSpan(0, IdLength)) == keyId);

    /// <summary>The signatures behind the text, each with the id of its key before it.</summary>
    private static IEnumerable<byte[]> Signatures(string note)
    {
        var lines = note[(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 2)..].Split('\n');
        if (lines is not [.., ""])
            yield break;
        foreach (var line in lines.SkipLast(1))
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [_, var base64])
                continue;
            var bytes = new byte[base64.Length];
            if (Convert.TryFromBase64String(base64, bytes, out var count) && count > IdLength)
                yield return bytes[..count];
        }
    }

    private static bool IsSignedBy(byte[] signature, byte[] text, ECDsa key) =>
        signature.AsSpan(0, IdLength).SequenceEqual(KeyId(key))
        && key.VerifyData(text, signature.AsSpan(IdLength), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
