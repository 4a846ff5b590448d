using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Shows to a party that has only the public key that an entry is in the log: the entry, a signed checkpoint, and the hashes that lead from
/// the one to the root of the other (RFC 9162, 2.1.3).
/// </summary>
/// <param name="Entry">The entry.</param>
/// <param name="Checkpoint">A signed checkpoint of at least as many entries.</param>
/// <param name="Path">The hashes from below, 32 bytes each; at most one per level of the tree.</param>
/// <param name="KeyChanges">
/// The first signed checkpoint of each key that followed another before the checkpoint was taken, so that the oldest public key is enough.
/// </param>
public sealed record AuditProof(AuditEntry Entry, string Checkpoint, IReadOnlyList<byte[]> Path, IReadOnlyList<string>? KeyChanges = null)
{
    /// <summary>A tree of 2^63 entries has no more levels.</summary>
    private const int MaxLevels = 63;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>Whether the entry is in the log that the keys, or those that they endorsed, signed.</summary>
    public bool Holds(params ECDsa[] publicKeys)
    {
        if (CheckpointReader.Read([.. KeyChanges ?? [], Checkpoint], publicKeys).Checkpoints[^1] is not { } signed)
            return false;
        byte[] leaf;
        try
        {
            leaf = Entry.Hash();
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        return MerkleProof.IsIncluded(leaf, Entry.Number - 1, signed.Size, Path, signed.Root);
    }

    /// <summary>The proof as a JSON object; hashes are in Base64.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static AuditProof Parse(string json)
    {
        try
        {
            var proof = JsonSerializer.Deserialize<AuditProof>(json, Json);
            if (
                proof is not null
                && proof.Path.Count <= MaxLevels
                && proof.Path.All(h => h?.Length == MerkleHash.Size)
                && proof.Entry.Previous.Length == MerkleHash.Size
                && (proof.KeyChanges is null || proof.KeyChanges.All(c => c is not null))
            )
                return proof;
        }
        catch (JsonException)
        {
            // As for other texts.
        }

        throw new FormatException("The file is no proof of an entry of the audit log.");
    }
}
