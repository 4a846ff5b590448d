namespace TriageConsole.Data.Retraining;

/// <summary>A row of the dataset that was scored for the executor of a run: what it saw.</summary>
public sealed class RetrainingScore
{
    public long RunId { get; set; }

    /// <summary>Counts the metric calls of the run from 1.</summary>
    public int Number { get; set; }

    public long VersionId { get; set; }

    /// <summary>The place of the row in the version.</summary>
    public int Place { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>SHA-256 of the candidate: its components, or its output.</summary>
    public required string Candidate { get; set; }

    /// <summary>0 to 1; null if it could not be scored.</summary>
    public double? Score { get; set; }

    public bool? IsPass { get; set; }
}
