namespace TriageConsole.Core.AuditLog;

/// <summary>
/// Reads all entries in their order, computes every hash again from the values, and compares the tree with checkpoints that were kept
/// elsewhere. Needs memory for the checkpoints only. If all hashes were computed again after a change, only a checkpoint shows it.
/// </summary>
/// <param name="origin">The name of the log.</param>
/// <param name="checkpoints">Checkpoints whose signatures were checked, in any order.</param>
public sealed class AuditVerifier(string origin, IEnumerable<Checkpoint> checkpoints)
{
    /// <summary>Faults that are named. All are counted.</summary>
    public const int MaxFaults = 100;

    private readonly Queue<Checkpoint> open = new(checkpoints.OrderBy(c => c.Size));
    private readonly List<AuditFault> faults = [];

    // Null behind a gap: without the absent entries no root can be computed.
    private MerkleFrontier? tree = new();
    private byte[] previous = AuditEntry.NoEntry();
    private long last;
    private long faultCount;
    private int agreeing;

    /// <summary>Checks the next entry.</summary>
    /// <exception cref="ArgumentException">The number is not above the one before: entries are read in their order.</exception>
    public void Add(StoredAuditEntry stored)
    {
        var number = stored.Entry.Number;
        if (number <= last)
            throw new ArgumentException($"Entry {number} was read after entry {last}.", nameof(stored));
        CompareCheckpoints();
        var absent = number - last - 1;
        if (absent > 0)
        {
            Report(new(AuditFaultKind.Missing, last + 1, absent));
            tree = null;
        }

        if (!stored.Entry.Hash().AsSpan().SequenceEqual(stored.Hash))
            Report(new(AuditFaultKind.Changed, number));
        // Behind a gap the hash before is unknown.
        if (absent == 0 && !stored.Entry.Previous.AsSpan().SequenceEqual(previous))
            Report(new(AuditFaultKind.NotLinked, number));
        (previous, last) = (stored.Hash, number);
        tree?.Add(stored.Hash);
    }

    /// <summary>Adds a fault; those of signatures are found before the entries are read.</summary>
    public void Report(AuditFault fault)
    {
        faultCount++;
        if (faults.Count < MaxFaults)
            faults.Add(fault);
    }

    /// <summary>Ends the reading.</summary>
    public AuditVerification End()
    {
        CompareCheckpoints();
        foreach (var later in open)
            Report(new(later.Origin == origin ? AuditFaultKind.Truncated : AuditFaultKind.OtherOrigin, later.Size));
        open.Clear();
        return new(last, tree?.Root(), agreeing, faults, faultCount);
    }

    private void CompareCheckpoints()
    {
        while (open.TryPeek(out var next) && next.Size <= last)
        {
            open.Dequeue();
            if (next.Origin != origin)
                Report(new(AuditFaultKind.OtherOrigin, next.Size));
            else if (tree is null || next.Size != tree.Size || !tree.Root().AsSpan().SequenceEqual(next.Root))
                Report(new(AuditFaultKind.OtherRoot, next.Size));
            else
                agreeing++;
        }
    }
}
