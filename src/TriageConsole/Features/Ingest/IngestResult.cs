namespace TriageConsole.Features.Ingest;

/// <summary>
/// The result for the lines of a request or a file. Every line counts in exactly one of accepted, duplicates, joined, waiting, quarantined.
/// </summary>
public sealed class IngestResult
{
    /// <summary>Maximum number of verdicts in a response. The rest are only counted; the data health page lists all.</summary>
    internal const int VerdictsShown = 1000;

    /// <summary>New interactions.</summary>
    public int Accepted { get; set; }

    /// <summary>Lines whose content is already stored: an interaction (its new signals are added) or a signal.</summary>
    public int Duplicates { get; set; }

    /// <summary>Signals and outcomes that were joined to their interaction.</summary>
    public int Joined { get; set; }

    /// <summary>Signals that arrived earlier and were waiting for an interaction of this batch.</summary>
    public int JoinedFromWaiting { get; set; }

    /// <summary>Signals and outcomes that wait for their interaction.</summary>
    public int Waiting { get; set; }

    /// <summary>Those of the joined or waiting lines that replaced an earlier one with the same id.</summary>
    public int Changed { get; set; }

    /// <summary>Number of quarantined lines.</summary>
    public int QuarantinedCount { get; set; }

    public List<LineVerdict> Quarantined { get; } = [];

    /// <summary>
    /// Events that named another tenant than the key's. They are stored in the key's tenant, with the name in metadata.source_tenant_id.
    /// </summary>
    public int OtherTenant { get; set; }

    public void Quarantine(LineVerdict verdict)
    {
        QuarantinedCount++;
        if (Quarantined.Count < VerdictsShown)
            Quarantined.Add(verdict);
    }

    public void Add(IngestResult other)
    {
        Accepted += other.Accepted;
        Duplicates += other.Duplicates;
        Joined += other.Joined;
        JoinedFromWaiting += other.JoinedFromWaiting;
        Waiting += other.Waiting;
        Changed += other.Changed;
        OtherTenant += other.OtherTenant;
        var unseen = other.QuarantinedCount - other.Quarantined.Count;
        foreach (var verdict in other.Quarantined)
            Quarantine(verdict);
        QuarantinedCount += unseen;
    }
}
