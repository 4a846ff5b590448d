using System.Numerics;

namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Proofs about a Merkle tree, for a party that knows only its root: that it contains an entry, and that an older tree is its beginning.
/// Source: RFC 9162, 2.1.3 and 2.1.4.
/// </summary>
public static class MerkleProof
{
    /// <summary>The root over some leaves, 32 bytes. O(n).</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        var tree = new MerkleFrontier();
        foreach (var leaf in leaves)
            tree.Add(leaf);
        return tree.Root();
    }

    /// <summary>The hashes that lead from a leaf to the root, from below: at most one per level.</summary>
    /// <param name="leaves">The hashes of all leaves of the tree.</param>
    /// <param name="index">The zero-based position of the leaf.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<byte[]> Inclusion(ReadOnlySpan<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = new List<byte[]>();
        var (from, count, at) = (0, leaves.Length, index);
        while (count > 1)
        {
            var left = LargestPowerBelow(count);
            if (at < left)
            {
                path.Add(Root(leaves.Slice(from + left, count - left)));
                count = left;
            }
            else
            {
                path.Add(Root(leaves.Slice(from, left)));
                (from, at, count) = (from + left, at - left, count - left);
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The hashes that show that the first leaves make an older tree. Empty if both are the same.</summary>
    /// <param name="leaves">The hashes of all leaves of the newer tree.</param>
    /// <param name="older">The number of leaves of the older tree, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is empty or larger.</exception>
    public static IReadOnlyList<byte[]> Consistency(ReadOnlySpan<byte[]> leaves, int older)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(older, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, leaves.Length);
        var proof = new List<byte[]>();
        var (from, count, known) = (0, leaves.Length, older);
        // Whether the part in question is a whole tree whose root the older checkpoint states.
        var isStated = true;
        while (known != count)
        {
            var left = LargestPowerBelow(count);
            if (known <= left)
            {
                proof.Add(Root(leaves.Slice(from + left, count - left)));
                count = left;
            }
            else
            {
                proof.Add(Root(leaves.Slice(from, left)));
                (from, known, count, isStated) = (from + left, known - left, count - left, false);
            }
        }

        if (!isStated)
            proof.Add(Root(leaves.Slice(from, count)));
        proof.Reverse();
        return proof;
    }

    /// <summary>Whether a leaf is at this position of the tree with this root.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="index">Its zero-based position.</param>
    /// <param name="size">The number of leaves of the tree.</param>
    /// <param name="proof">The hashes from <see cref="Inclusion"/>.</param>
    /// <param name="root">The root that a checkpoint states.</param>
    public static bool IsIncluded(byte[] leaf, long index, long size, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size)
            return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether the tree of <paramref name="older"/> leaves with its root is the beginning of the newer one.</summary>
    /// <param name="older">The number of leaves of the older tree.</param>
    /// <param name="olderRoot">Its root.</param>
    /// <param name="newer">The number of leaves of the newer tree.</param>
    /// <param name="newerRoot">Its root.</param>
    /// <param name="proof">The hashes from <see cref="Consistency"/>.</param>
    public static bool IsConsistent(long older, byte[] olderRoot, long newer, byte[] newerRoot, IReadOnlyList<byte[]> proof)
    {
        if (older < 1 || older > newer)
            return false;
        if (older == newer)
            return proof.Count == 0 && olderRoot.AsSpan().SequenceEqual(newerRoot);
        // A complete older tree is itself a node of the newer one.
        IReadOnlyList<byte[]> path = BitOperations.IsPow2(older) ? [olderRoot, .. proof] : proof;
        if (path.Count == 0)
            return false;
        var (node, last) = (older - 1, newer - 1);
        while ((node & 1) == 1)
            (node, last) = (node >> 1, last >> 1);
        var (first, second) = (path[0], path[0]);
        foreach (var hash in path.Skip(1))
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                (first, second) = (MerkleHash.Node(hash, first), MerkleHash.Node(hash, second));
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                second = MerkleHash.Node(second, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && first.AsSpan().SequenceEqual(olderRoot) && second.AsSpan().SequenceEqual(newerRoot);
    }

    private static int LargestPowerBelow(int count) => 1 << BitOperations.Log2((uint)count - 1);
}
