namespace TriageConsole.Data.Workflows;

/// <summary>One immutable version of a workflow's signal weights. A change adds a version and scores past interactions again.</summary>
public sealed class SuspicionWeights
{
    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public int Number { get; set; }

    /// <summary>JSON of Core's SignalWeights.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}
