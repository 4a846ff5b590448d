namespace TriageConsole.Features.Ingest.Log;

/// <summary>The result of a check of the event log.</summary>
internal sealed class VerifyReport
{
    public int Segments { get; set; }

    public long Lines { get; set; }

    /// <summary>Size of the segments as stored.</summary>
    public long Bytes { get; set; }

    /// <summary>Batches that are not in the object store yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Objects that a process stored and did not register. Their batches are in other segments.</summary>
    public int Unregistered { get; set; }

    /// <summary>What is wrong, with the name of the object.</summary>
    public List<string> Problems { get; } = [];
}
