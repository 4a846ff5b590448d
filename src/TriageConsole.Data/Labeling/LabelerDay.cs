namespace TriageConsole.Data.Labeling;

/// <summary>A labeler's work in a workflow on one day (UTC); updated with each submit.</summary>
public sealed class LabelerDay
{
    public long LabelerId { get; set; }

    public long WorkflowId { get; set; }

    public DateOnly Day { get; set; }

    public int Labels { get; set; }

    public int Skips { get; set; }

    public long TimeOnTaskMs { get; set; }
}
