namespace TriageConsole.Data.Retraining;

/// <summary>A component version that a run made.</summary>
public sealed class RetrainingResult
{
    public long ComponentVersionId { get; set; }

    public long RunId { get; set; }
}
