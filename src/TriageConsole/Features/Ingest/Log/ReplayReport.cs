namespace TriageConsole.Features.Ingest.Log;

/// <summary>What a replay has committed.</summary>
internal sealed class ReplayReport
{
    public int Segments { get; set; }

    public long Lines { get; set; }

    /// <summary>Lines of persons who were erased. They are not in the new database.</summary>
    public long Erased { get; set; }

    public IngestResult Result { get; } = new();
}
