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

    /// <summary>The first four bytes of SHA-256 over the public key (SubjectPublicKeyInfo, DER).</summary>
    public static byte[] KeyId(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4];

    /// <summary>The signed text.</summary>
    /// <param name="checkpoint">What is signed.</param>
    /// <param name="key">A private key of the curve P-256.</param>
    public static string Sign(Checkpoint checkpoint, ECDsa key)
    {
        var text = checkpoint.ToText();
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        byte[] line = [.. KeyId(key), .. signature];
        // The name of the key stands in a line whose parts are separated by spaces.
        return $"{text}\n{Mark}{checkpoint.Origin.Replace(' ', '_').Replace('+', '_')} {Convert.ToBase64String(line)}\n";
    }

    /// <summary>Reads a signed text.</summary>
    /// <param name="note">The text of a file or message, up to any size; only a text of the exact format is accepted.</param>
    /// <param name="keys">Public keys that are trusted: the present one and those before it.</param>
    /// <returns>Null if the format is wrong or none of the keys signed the text.</returns>
    public static Checkpoint? Read(string note, IEnumerable<ECDsa> keys)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || Checkpoint.Parse(note[..(end + 1)]) is not { } checkpoint)
            return null;
        var text = Encoding.UTF8.GetBytes(note[..(end + 1)]);
        var signatures = note[(end + 2)..].Split('\n');
        // A signature that belongs to another key is ignored, as the format asks for: a witness may add its own.
        var isSigned = signatures is [.., ""] && keys.Any(key => signatures.SkipLast(1).Any(line => IsSignedBy(line, text, key)));
        return isSigned ? checkpoint : null;
    }

    private static bool IsSignedBy(string line, byte[] text, ECDsa key)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [_, var base64])
            return false;
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count)
            && count > 4
            && bytes.AsSpan(0, 4).SequenceEqual(KeyId(key))
            && key.VerifyData(text, bytes.AsSpan(4, count - 4), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
