using System.Text;
using TriageConsole.Core.AuditLog;

namespace TriageConsole.Core.Tests.AuditLog;

public sealed class AuditVerifierTests
{
    private const string Origin = "example.com/log";

    private static readonly DateTimeOffset Start = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void LogAsItWasWritten_IsIntact()
    {
        var log = Log(20);
        var found = Verify(log, At(log, 0), At(log, 7), At(log, 16), At(log, 20));
        Assert.True(found.IsIntact);
        Assert.Equal((20, 4), (found.Size, found.Checkpoints));
        Assert.Equal(MerkleProof.Root(log.Select(e => e.Hash).ToArray()), found.Root);
    }

    [Fact]
    public void EmptyLog_IsIntact()
    {
        var found = Verify([]);
        Assert.True(found.IsIntact);
        Assert.Equal(MerkleHash.Empty(), found.Root);
    }

    public static TheoryData<string, Func<AuditEntry, AuditEntry>> Changes =>
        new()
        {
            { "time", e => e with { At = e.At.AddMicroseconds(1) } },
            { "tenant", e => e with { Tenant = null } },
            { "empty tenant", e => e with { Tenant = "" } },
            { "actor", e => e with { Actor = "anna2" } },
            { "action", e => e with { Action = "release.rejected" } },
            { "subject", e => e with { Subject = "answers-9" } },
            { "details", e => e with { Details = "{ }" } },
            { "moved letter", e => e with { Actor = e.Actor[..^1], Action = e.Actor[^1..] + e.Action } },
        };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void ChangedValue_IsFound(string what, Func<AuditEntry, AuditEntry> change)
    {
        Assert.NotEmpty(what);
        var log = Log(9);
        log[4] = log[4] with { Entry = change(log[4].Entry) };
        Assert.Equal([new(AuditFaultKind.Changed, 5)], Verify(log, At(Log(9), 9)).Faults);
    }

    [Fact]
    public void ChangedValue_WithItsHash_IsFoundByTheNextEntry()
    {
        var log = Log(9);
        var changed = log[4].Entry with { Actor = "someone else" };
        log[4] = new(changed, changed.Hash());
        Assert.Equal([new(AuditFaultKind.NotLinked, 6)], Verify(log).Faults);
    }

    /// <summary>Anyone who can write to the table can compute all hashes again. Only a checkpoint outside shows it.</summary>
    [Fact]
    public void LogThatWasComputedAgain_IsFoundByACheckpoint_AndOnlyByIt()
    {
        var written = Log(9);
        var log = Log(9, actor: n => n == 5 ? "someone else" : "anna");
        Assert.True(Verify(log).IsIntact);
        var found = Verify(log, At(written, 4), At(written, 9));
        Assert.Equal([new(AuditFaultKind.OtherRoot, 9)], found.Faults);
        Assert.Equal(1, found.Checkpoints);
    }

    [Fact]
    public void DeletedEntries_AreFound()
    {
        var log = Log(9);
        log.RemoveRange(3, 2);
        var found = Verify(log, At(Log(9), 3), At(Log(9), 8));
        Assert.Equal([new(AuditFaultKind.Missing, 4, 2), new(AuditFaultKind.OtherRoot, 8)], found.Faults);
        Assert.Null(found.Root);
        Assert.Equal(1, found.Checkpoints);
    }

    [Fact]
    public void FirstEntry_CannotBeDeleted()
    {
        var log = Log(3);
        log.RemoveAt(0);
        Assert.Equal([new(AuditFaultKind.Missing, 1)], Verify(log).Faults);
    }

    [Fact]
    public void EndThatIsCutOff_IsFoundByACheckpoint()
    {
        var log = Log(9);
        Assert.Equal([new(AuditFaultKind.Truncated, 9)], Verify(log[..7], At(log, 6), At(log, 9)).Faults);
    }

    [Fact]
    public void EntryWithAHugeNumber_IsOneGap()
    {
        var log = Log(2);
        log.Add(log[1] with { Entry = log[1].Entry with { Number = long.MaxValue } });
        var found = Verify(log);
        Assert.Equal([new(AuditFaultKind.Missing, 3, long.MaxValue - 3), new(AuditFaultKind.Changed, long.MaxValue)], found.Faults);
    }

    [Fact]
    public void ReplacedCheckpoint_IsFound()
    {
        var log = Log(5);
        var checkpoint = At(log, 5);
        Assert.Equal([new(AuditFaultKind.OtherOrigin, 5)], Verify(log, checkpoint with { Origin = "example.com/other" }).Faults);
        Assert.Equal([new(AuditFaultKind.OtherOrigin, 8)], Verify(log, checkpoint with { Origin = "example.com/other", Size = 8 }).Faults);
        Assert.Equal([new(AuditFaultKind.OtherRoot, 5)], Verify(log, checkpoint with { Root = MerkleHash.Empty() }).Faults);
        Assert.Equal([new(AuditFaultKind.OtherRoot, 4)], Verify(log, checkpoint with { Size = 4 }).Faults);
        var unsigned = new AuditVerifier(Origin, []);
        unsigned.Report(new(AuditFaultKind.NotSigned, null));
        Assert.Equal([new(AuditFaultKind.NotSigned, null)], unsigned.End().Faults);
    }

    [Fact]
    public void Faults_AreNamedToALimit_AndAllCounted()
    {
        var log = Log(300).ConvertAll(e => e with { Entry = e.Entry with { Subject = "x" } });
        var found = Verify(log);
        Assert.Equal((AuditVerifier.MaxFaults, 300), (found.Faults.Count, found.FaultCount));
    }

    [Fact]
    public void EntriesInAnotherOrder_AreRefused()
    {
        var log = Log(2);
        var verifier = new AuditVerifier(Origin, []);
        verifier.Add(log[1]);
        Assert.Throws<ArgumentException>(() => verifier.Add(log[0]));
    }

    /// <summary>The bytes of an entry are fixed: a log of today is verified by every later version.</summary>
    [Fact]
    public void Hash_IsOverTheDocumentedBytes()
    {
        var entry = new AuditEntry(1, Start, null, "anna", "key.created", "é", "{}", AuditEntry.NoEntry());
        using var bytes = new MemoryStream();
        void Number(long value, int size)
        {
            for (var shift = 8 * (size - 1); shift >= 0; shift -= 8)
                bytes.WriteByte((byte)(value >> shift));
        }
        void Text(string text)
        {
            Number(Encoding.UTF8.GetByteCount(text), 4);
            bytes.Write(Encoding.UTF8.GetBytes(text));
        }
        Text("triage-console audit entry 1");
        Number(1, 8);
        Number(1_795_748_400_000_000, 8);
        bytes.Write(new byte[32]);
        Number(-1, 4);
        foreach (var text in (string[])["anna", "key.created", "é", "{}"])
            Text(text);
        Assert.Equal(MerkleHash.Leaf(bytes.ToArray()), entry.Hash());
    }

    [Fact]
    public void UnpairedSurrogate_IsRefused() =>
        Assert.Throws<EncoderFallbackException>(() => (Log(1)[0].Entry with { Subject = "\ud800" }).Hash());

    private static List<StoredAuditEntry> Log(int count, Func<int, string>? actor = null)
    {
        var log = new List<StoredAuditEntry>();
        var previous = AuditEntry.NoEntry();
        for (var n = 1; n <= count; n++)
        {
            var entry = new AuditEntry(
                n,
                Start.AddSeconds(n),
                "acme",
                actor?.Invoke(n) ?? "anna",
                "release.promoted",
                $"answers-{n}",
                "{}",
                previous
            );
            previous = entry.Hash();
            log.Add(new(entry, previous));
        }

        return log;
    }

    private static Checkpoint At(List<StoredAuditEntry> log, int size) =>
        new(Origin, size, MerkleProof.Root(log.Take(size).Select(e => e.Hash).ToArray()), Start.AddHours(1));

    private static AuditVerification Verify(List<StoredAuditEntry> log, params Checkpoint[] checkpoints)
    {
        var verifier = new AuditVerifier(Origin, checkpoints.Reverse());
        foreach (var entry in log)
            verifier.Add(entry);
        return verifier.End();
    }
}
