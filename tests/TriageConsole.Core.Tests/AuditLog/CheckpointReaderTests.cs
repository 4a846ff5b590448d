using System.Security.Cryptography;
using TriageConsole.Core.AuditLog;

namespace TriageConsole.Core.Tests.AuditLog;

/// <summary>Trust in checkpoints after their key was replaced.</summary>
public sealed class CheckpointReaderTests : IDisposable
{
    private readonly ECDsa first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa third = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public void OldestKey_IsEnough_ForAllThatItEndorsed()
    {
        string[] notes =
        [
            Sign(5, third),
            Sign(4, second, third, second),
            Sign(3, second),
            Sign(2, first, second, first),
            Sign(1, first),
            Sign(2, first, second, first),
        ];
        var read = CheckpointReader.Read(notes, [first]);
        Assert.Empty(read.Faults);
        Assert.Equal([5, 4, 3, 2, 1, 2], read.Checkpoints.Select(c => c!.Size));
        // From a later key, the checkpoints before it cannot be read.
        read = CheckpointReader.Read(notes, [second]);
        Assert.Equal([5, 4, 3, 2, null, 2], read.Checkpoints.Select(c => c?.Size));
        Assert.Equal([new(AuditFaultKind.NotSigned, null)], read.Faults);
    }

    [Fact]
    public void ChangeOfTheKey_IsASignedText()
    {
        var change = Change(7, first, second);
        Assert.EndsWith(
            $"Z\nkey {Convert.ToBase64String(second.ExportSubjectPublicKeyInfo())}\nafter {Id(first)}\n",
            change.ToText(),
            StringComparison.Ordinal
        );
        var note = SignedCheckpoint.Sign(change, second, first);
        Assert.Equal(change, SignedCheckpoint.Read(note, [first]));
        Assert.Equal(change, SignedCheckpoint.Read(note, [second]));
        Assert.Null(Checkpoint.Parse(change.ToText().Replace("after ", "behind ", StringComparison.Ordinal)));
        Assert.Null(Checkpoint.Parse(change.ToText() + "more\n"));
    }

    [Fact]
    public void KeyWithoutEndorsement_IsNamedOnce_AndReadWithItsPublicKey()
    {
        string[] notes = [Sign(1, first), Sign(2, first, second), Sign(2, first, second), Sign(3, second), Sign(4, second, third, second)];
        var read = CheckpointReader.Read(notes, [first]);
        Assert.Equal([new(AuditFaultKind.NotEndorsed, 2, Key: Id(second))], read.Faults);
        Assert.Equal([1, null, null, null, null], read.Checkpoints.Select(c => c?.Size));

        read = CheckpointReader.Read(notes, [first, second]);
        Assert.Empty(read.Faults);
        Assert.Equal([1, 2, 2, 3, 4], read.Checkpoints.Select(c => c!.Size));
    }

    [Fact]
    public void KeyThatNothingBegins_HasSignedNothing()
    {
        var read = CheckpointReader.Read([Sign(1, first), Sign(3, second)], [first]);
        Assert.Equal([new(AuditFaultKind.NotSigned, null)], read.Faults);
    }

    /// <summary>A signature of the old key over another text: another root, another new key, or another size.</summary>
    [Theory]
    [InlineData("root")]
    [InlineData("key")]
    [InlineData("size")]
    public void EndorsementOfAnotherText_IsNamed(string what)
    {
        var change = Change(2, first, second);
        var endorsed = what switch
        {
            "root" => change with { Root = MerkleHash.Leaf("another"u8) },
            "key" => Change(2, first, third),
            _ => change with { Size = 3 },
        };
        var own = SignedCheckpoint.Sign(change, second);
        var other = SignedCheckpoint.Sign(endorsed, first)[(endorsed.ToText().Length + 1)..];
        var read = CheckpointReader.Read([Sign(1, first), own + other, Sign(4, second)], [first]);
        Assert.Equal([new(AuditFaultKind.WrongEndorsement, 2, Key: Id(second))], read.Faults);
        Assert.Equal([1, null, null], read.Checkpoints.Select(c => c?.Size));
        // Also if the new key is known from elsewhere.
        read = CheckpointReader.Read([own + other], [first, second]);
        Assert.Equal([AuditFaultKind.WrongEndorsement], read.Faults.Select(f => f.Kind));
    }

    [Fact]
    public void NewKey_MustSignItsBeginning()
    {
        var read = CheckpointReader.Read([Sign(2, first, second, signers: [first]), Sign(3, second)], [first]);
        Assert.Equal([new(AuditFaultKind.NotSigned, null), new(AuditFaultKind.NotSigned, null)], read.Faults);
        var noKey = Change(2, first, second) with { Change = new KeyChange("nothing", Id(first)) };
        Assert.Equal([AuditFaultKind.NotSigned], Kinds([SignedCheckpoint.Sign(noKey, first)], first));
    }

    /// <summary>The person who stole the old key can still sign with it.</summary>
    [Fact]
    public void KeyThatWasReplaced_SignsNothingBehindIt()
    {
        string[] notes = [Sign(2, first, second, first), Sign(1, first), Sign(3, first)];
        var read = CheckpointReader.Read(notes, [first]);
        Assert.Equal([new(AuditFaultKind.ReplacedKey, 3, Key: Id(first))], read.Faults);
        Assert.Equal([2, 1, null], read.Checkpoints.Select(c => c?.Size));
        // The same without the endorsement, for those who have the new key.
        Assert.Equal([AuditFaultKind.ReplacedKey], Kinds([Sign(2, first, second), Sign(3, first)], first, second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SecondSuccessor_IsNamed(long size)
    {
        string[] notes = [Sign(2, first, second, first), Sign(size, first, third, first)];
        Assert.Equal([AuditFaultKind.SecondSuccessor], Kinds(notes, first));
        Assert.Equal([AuditFaultKind.SecondSuccessor], Kinds(notes, first, second));
    }

    [Fact]
    public void Proof_HoldsForTheOldestKey_WithTheChangesAfterIt()
    {
        var entry = new AuditEntry(1, DateTimeOffset.UnixEpoch, null, "a", "b", "c", "{}", AuditEntry.NoEntry());
        var note = SignedCheckpoint.Sign(new Checkpoint("log", 1, entry.Hash(), DateTimeOffset.UnixEpoch), second);
        var proof = AuditProof.Parse(new AuditProof(entry, note, [], [Sign(1, first, second, first)]).ToJson());
        Assert.True(proof.Holds(first));
        Assert.True(proof.Holds(second));
        Assert.False(proof.Holds(third));
        Assert.False((proof with { KeyChanges = null }).Holds(first));
        Assert.Throws<FormatException>(() => AuditProof.Parse((proof with { KeyChanges = [null!] }).ToJson()));
    }

    private static IEnumerable<AuditFaultKind> Kinds(string[] notes, params ECDsa[] keys) =>
        CheckpointReader.Read(notes, keys).Faults.Select(f => f.Kind);

    private static string Id(ECDsa key) => Convert.ToHexStringLower(SignedCheckpoint.KeyId(key));

    private static Checkpoint At(long size) => new("log", size, MerkleHash.Leaf([(byte)size]), DateTimeOffset.UnixEpoch);

    private static Checkpoint Change(long size, ECDsa before, ECDsa key) =>
        At(size) with
        {
            Change = new KeyChange(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Id(before)),
        };

    private static string Sign(long size, ECDsa key) => SignedCheckpoint.Sign(At(size), key);

    /// <summary>The first checkpoint of a key, signed by it and by the endorser if there is one.</summary>
    private static string Sign(long size, ECDsa before, ECDsa key, ECDsa? endorser = null) =>
        Sign(size, before, key, endorser is null ? [key] : [key, endorser]);

    private static string Sign(long size, ECDsa before, ECDsa key, ECDsa[] signers) =>
        SignedCheckpoint.Sign(Change(size, before, key), signers);
}
