namespace TriageConsole.Features.Ingest;

/// <summary>
/// What became of the lines of a request or a file. Every line counts in exactly one of accepted, duplicates, joined, waiting, quarantined.
/// </summary>
public sealed class IngestResult
{
    /// <summary>A request answers with at most this many verdicts; the rest are counted, and all are on the data health page.</summary>
    private const int VerdictsShown = 1000;

    /// <summary>New interactions.</summary>
    public int Accepted { get; set; }

    /// <summary>Known already and the same: an interaction (of which signals that were new were taken), or a signal.</summary>
    public int Duplicates { get; set; }

    /// <summary>Signals and outcomes joined to their interaction.</summary>
    public int Joined { get; set; }

    /// <summary>Signals sent earlier that were waiting for an interaction of this batch.</summary>
    public int JoinedFromWaiting { get; set; }

    /// <summary>Signals and outcomes that wait for their interaction.</summary>
    public int Waiting { get; set; }

    /// <summary>Of those joined or waiting: took the place of an earlier one with the same id.</summary>
    public int Changed { get; set; }

    /// <summary>Lines set aside with their reason.</summary>
    public int QuarantinedCount { get; set; }

    public List<LineVerdict> Quarantined { get; } = [];

    /// <summary>
    /// Events that named another tenant than the key's; they are in the key's tenant, with the name in metadata.source_tenant_id.
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
