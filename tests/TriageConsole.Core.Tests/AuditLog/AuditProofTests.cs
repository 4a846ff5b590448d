using System.Security.Cryptography;
using TriageConsole.Core.AuditLog;

namespace TriageConsole.Core.Tests.AuditLog;

public sealed class AuditProofTests : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public void Proof_OfEachEntry_HoldsAsFile_AndForNoOther(int size)
    {
        var entries = Entries(size);
        var leaves = entries.ConvertAll(e => e.Hash()).ToArray();
        var note = SignedCheckpoint.Sign(new Checkpoint("log", size, MerkleProof.Root(leaves), DateTimeOffset.UnixEpoch), key);
        for (var n = 0; n < size; n++)
        {
            var proof = AuditProof.Parse(new AuditProof(entries[n], note, MerkleProof.Inclusion(leaves, n)).ToJson());
            Assert.Equal(entries[n].Hash(), proof.Entry.Hash());
            Assert.True(proof.Holds(key));
            Assert.False((proof with { Entry = proof.Entry with { Actor = "someone else" } }).Holds(key));
            Assert.False((proof with { Entry = proof.Entry with { Number = n + 2 } }).Holds(key));
            Assert.False((proof with { Path = [.. proof.Path, new byte[32]] }).Holds(key));
            Assert.False((proof with { Entry = proof.Entry with { Subject = "\ud800" } }).Holds(key));
        }

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(new AuditProof(entries[0], note, MerkleProof.Inclusion(leaves, 0)).Holds(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"entry":null,"checkpoint":"","path":[]}""")]
    [InlineData("""{"checkpoint":"x","path":["AA=="]}""")]
    public void TextThatIsNoProof_IsRefused(string text) => Assert.Throws<FormatException>(() => AuditProof.Parse(text));

    [Fact]
    public void HashOfAnotherLength_IsRefused()
    {
        var entry = Entries(1)[0];
        Assert.Throws<FormatException>(() => AuditProof.Parse(new AuditProof(entry, "x", [new byte[31]]).ToJson()));
        Assert.Throws<FormatException>(() => AuditProof.Parse(new AuditProof(entry with { Previous = [1] }, "x", []).ToJson()));
        Assert.Throws<FormatException>(() =>
            AuditProof.Parse(new AuditProof(entry, "x", [.. Enumerable.Repeat(new byte[32], 64)]).ToJson())
        );
    }

    private static List<AuditEntry> Entries(int count)
    {
        var entries = new List<AuditEntry>();
        var previous = AuditEntry.NoEntry();
        for (var n = 1; n <= count; n++)
        {
            var entry = new AuditEntry(
                n,
                DateTimeOffset.UnixEpoch.AddMicroseconds(n),
                n % 2 == 0 ? null : "acme",
                "person/1 Zo\u00eb",
                "key.created",
                $"key {n}",
                """{"a":"<b>"}""",
                previous
            );
            entries.Add(entry);
            previous = entry.Hash();
        }

        return entries;
    }
}
