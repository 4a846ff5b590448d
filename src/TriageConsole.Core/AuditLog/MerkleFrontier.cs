using System.Numerics;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// A Merkle tree that only grows, as the roots of its complete subtrees from the largest to the smallest: one per set bit of its size. Adds
/// a leaf and gives the root in O(log n) time and memory.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> subtrees;

    /// <summary>An empty tree.</summary>
    public MerkleFrontier() => subtrees = [];

    /// <summary>Continues a tree of <paramref name="size"/> leaves.</summary>
    /// <param name="size">Number of leaves, 0 or more.</param>
    /// <param name="subtrees">One hash of 32 bytes per set bit of the size, the largest subtree first.</param>
    /// <exception cref="ArgumentException">The number or the length of the hashes does not fit.</exception>
    public MerkleFrontier(long size, IEnumerable<byte[]> subtrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        this.subtrees = [.. subtrees];
        if (this.subtrees.Count != BitOperations.PopCount((ulong)size) || this.subtrees.Any(h => h.Length != MerkleHash.Size))
            throw new ArgumentException($"A tree of {size} leaves has other subtrees.", nameof(subtrees));
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>What the second constructor needs to continue this tree.</summary>
    public IReadOnlyList<byte[]> Subtrees => subtrees;

    /// <summary>Adds one leaf.</summary>
    /// <param name="leaf">Its hash (<see cref="MerkleHash.Leaf"/>), 32 bytes.</param>
    public void Add(byte[] leaf)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(leaf.Length, MerkleHash.Size);
        var hash = leaf;
        // Each set bit at the end of the size is a complete subtree that the new one completes to a larger one.
        for (var complete = BitOperations.TrailingZeroCount(~Size); complete > 0; complete--)
        {
            hash = MerkleHash.Node(subtrees[^1], hash);
            subtrees.RemoveAt(subtrees.Count - 1);
        }

        subtrees.Add(hash);
        Size++;
    }

    /// <summary>The root of the tree (RFC 9162, 2.1.1), 32 bytes.</summary>
    public byte[] Root()
    {
        if (subtrees.Count == 0)
            return MerkleHash.Empty();
        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--)
            root = MerkleHash.Node(subtrees[i], root);
        return root;
    }
}
