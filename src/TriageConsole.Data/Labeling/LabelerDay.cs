namespace TriageConsole.Data.Labeling;

/// <summary>What a labeler did on a day (UTC) in a workflow; kept with each submit.</summary>
public sealed class LabelerDay
{
    public long LabelerId { get; set; }

    public long WorkflowId { get; set; }

    public DateOnly Day { get; set; }

    public int Labels { get; set; }

    public int Skips { get; set; }

    public long TimeOnTaskMs { get; set; }
}
