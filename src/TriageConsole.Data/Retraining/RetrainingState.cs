namespace TriageConsole.Data.Retraining;

/// <summary>The states of a run, as fine-tuning services name them.</summary>
public enum RetrainingState
{
    Validating = 0,
    Queued = 1,
    Running = 2,
    Succeeded = 3,
    Failed = 4,
    CancellationRequested = 5,
    Cancelled = 6,
}
