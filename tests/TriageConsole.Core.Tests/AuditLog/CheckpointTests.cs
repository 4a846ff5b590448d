using System.Security.Cryptography;
using TriageConsole.Core.AuditLog;

namespace TriageConsole.Core.Tests.AuditLog;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Checkpoint Taken = new(
        "example.com/triage console",
        20852163,
        MerkleHash.Leaf("root"u8),
        new DateTimeOffset(2026, 11, 27, 3, 4, 5, 678, TimeSpan.Zero)
    );

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        key.Dispose();
        other.Dispose();
    }

    [Fact]
    public void Text_HasOriginSizeRootAndTime() =>
        Assert.Equal(
            $"example.com/triage console\n20852163\n{Convert.ToBase64String(Taken.Root)}\ntime 2026-11-27T03:04:05.678Z\n",
            Taken.ToText()
        );

    [Fact]
    public void SignedText_IsRead_WithThePublicKeyOnly()
    {
        using var known = ECDsa.Create();
        known.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        var note = SignedCheckpoint.Sign(Taken, key);
        Assert.Equal(Taken, SignedCheckpoint.Read(note, [known]));
        Assert.Equal(Taken, SignedCheckpoint.Read(note, [other, known]));
        Assert.Null(SignedCheckpoint.Read(note, [other]));
        Assert.Null(SignedCheckpoint.Read(note, []));
    }

    [Fact]
    public void SignatureOfAWitness_IsIgnored()
    {
        var note = SignedCheckpoint.Sign(Taken, key);
        var witness = SignedCheckpoint.Sign(Taken, other)[(Taken.ToText().Length + 1)..];
        Assert.Equal(Taken, SignedCheckpoint.Read(note + witness, [key]));
        Assert.Equal(Taken, SignedCheckpoint.Read(note + witness, [other]));
    }

    [Fact]
    public void AnyChangedCharacter_IsRefused()
    {
        var note = SignedCheckpoint.Sign(Taken, key);
        // Behind the first bytes of the signature line follows the name of the key, which is not signed.
        var signed = Taken.ToText().Length;
        for (var i = 0; i < signed; i++)
            Assert.Null(SignedCheckpoint.Read($"{note[..i]}{(note[i] == '1' ? '2' : '1')}{note[(i + 1)..]}", [key]));
        for (var i = 0; i <= note.Length - 1; i++)
            Assert.Null(SignedCheckpoint.Read(note[..i], [key]));
    }

    [Theory]
    [InlineData("log\n007\nROOT\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData("log\n-7\nROOT\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData("log\n7\nAAAA\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData("log\n7\nROOT\n")]
    [InlineData("log\n7\nROOT\ntime 2026-11-27\n")]
    [InlineData("log\n7\nROOT\ntime 2026-13-27T03:04:05.678Z\n")]
    [InlineData("log\n7\nROOT\ntime 2026-11-27T03:04:05.678Z\nmore\n")]
    [InlineData("\n7\nROOT\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData(" log\n7\nROOT\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData("log\r\n7\nROOT\ntime 2026-11-27T03:04:05.678Z\n")]
    [InlineData("")]
    public void OtherTexts_AreNoCheckpoints(string text) =>
        Assert.Null(Checkpoint.Parse(text.Replace("ROOT", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal)));

    [Fact]
    public void OriginOfTwoLines_IsRefused() => Assert.Throws<ArgumentException>(() => (Taken with { Origin = "a\nb" }).ToText());

    [Fact]
    public void KeyId_IsTheBeginningOfTheHashOfThePublicKey() =>
        Assert.Equal(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], SignedCheckpoint.KeyId(key));
}
