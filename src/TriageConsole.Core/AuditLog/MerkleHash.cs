using System.Security.Cryptography;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Hashes of a Merkle tree with different prefixes for leaves and nodes, so that a node cannot pass for a leaf. Source: RFC 9162, 2.1.1.
/// </summary>
public static class MerkleHash
{
    /// <summary>Bytes of a hash (SHA-256).</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] Empty() => SHA256.HashData([]);

    /// <summary>SHA-256 of 0x00 and the entry.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256 of 0x01, the left and the right hash.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + Size + Size];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + Size)..]);
        return SHA256.HashData(both);
    }
}
