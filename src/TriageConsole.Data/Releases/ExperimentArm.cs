namespace TriageConsole.Data.Releases;

/// <summary>A release in an experiment.</summary>
public sealed class ExperimentArm
{
    public long ExperimentId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>Whether this is the release that was live at the start.</summary>
    public bool IsControl { get; set; }

    /// <summary>The share of the units, 0 to 1. In a shadow experiment: the share that the release also answers.</summary>
    public double Share { get; set; }
}
