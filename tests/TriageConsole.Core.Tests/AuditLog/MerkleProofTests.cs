using TriageConsole.Core.AuditLog;

namespace TriageConsole.Core.Tests.AuditLog;

/// <summary>The values are those of the tests of Certificate Transparency: eight entries with their roots and proofs.</summary>
public sealed class MerkleProofTests
{
    private static readonly byte[][] Published =
    [
        .. ((string[])["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]).Select(e =>
            MerkleHash.Leaf(Convert.FromHexString(e))
        ),
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_IsThePublishedOne(int size, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(MerkleProof.Root(Published.AsSpan(0, size))));

    [Fact]
    public void Inclusion_IsThePublishedOne() =>
        Assert.Equal(
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
            MerkleProof.Inclusion(Published, 0).Select(Convert.ToHexStringLower)
        );

    [Fact]
    public void Consistency_IsThePublishedOne() =>
        Assert.Equal(
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
            MerkleProof.Consistency(Published, 6).Select(Convert.ToHexStringLower)
        );

    [Fact]
    public void EveryLeaf_OfEverySize_IsProved_AndNoOtherPlaceOrTree()
    {
        var leaves = Leaves(33);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleProof.Root(leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleProof.Inclusion(leaves.AsSpan(0, size), index);
                Assert.True(MerkleProof.IsIncluded(leaves[index], index, size, proof, root));
                Assert.False(MerkleProof.IsIncluded(leaves[index], index + 1, size, proof, root));
                Assert.False(MerkleProof.IsIncluded(leaves[(index + 1) % leaves.Length], index, size, proof, root));
                Assert.False(MerkleProof.IsIncluded(leaves[index], index, size, [.. proof, root], root));
                if (proof.Count > 0)
                    Assert.False(MerkleProof.IsIncluded(leaves[index], index, size, [.. proof.Skip(1)], root));
            }
        }
    }

    [Fact]
    public void EveryOlderTree_IsProved_AndNoOther()
    {
        var leaves = Leaves(33);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleProof.Root(leaves.AsSpan(0, size));
            for (var older = 1; older <= size; older++)
            {
                var olderRoot = MerkleProof.Root(leaves.AsSpan(0, older));
                var proof = MerkleProof.Consistency(leaves.AsSpan(0, size), older);
                Assert.True(MerkleProof.IsConsistent(older, olderRoot, size, root, proof));
                Assert.False(MerkleProof.IsConsistent(older, MerkleHash.Empty(), size, root, proof));
                Assert.False(MerkleProof.IsConsistent(older, olderRoot, size, MerkleHash.Empty(), proof));
                Assert.False(MerkleProof.IsConsistent(older, olderRoot, size, root, [.. proof, root]));
                if (older > 1)
                    Assert.False(MerkleProof.IsConsistent(older - 1, olderRoot, size, root, proof));
            }
        }
    }

    [Fact]
    public void Frontier_ContinuesAStoredTree()
    {
        var leaves = Leaves(100);
        for (var stored = 0; stored <= leaves.Length; stored++)
        {
            var first = new MerkleFrontier();
            foreach (var leaf in leaves.Take(stored))
                first.Add(leaf);
            var second = new MerkleFrontier(first.Size, first.Subtrees);
            foreach (var leaf in leaves.Skip(stored))
                second.Add(leaf);
            Assert.Equal(MerkleProof.Root(leaves), second.Root());
            Assert.Equal(100, second.Size);
        }
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        var leaves = Leaves(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(leaves, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(leaves, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(leaves, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(leaves, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MerkleFrontier().Add([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new MerkleFrontier(3, [leaves[0]]));
        Assert.False(MerkleProof.IsConsistent(0, MerkleHash.Empty(), 3, MerkleProof.Root(leaves), []));
        Assert.False(MerkleProof.IsConsistent(4, leaves[0], 3, MerkleProof.Root(leaves), []));
    }

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleHash.Leaf([(byte)i]))];
}
