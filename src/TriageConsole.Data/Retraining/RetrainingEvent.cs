namespace TriageConsole.Data.Retraining;

/// <summary>
/// An entry of the log of a run. The database refuses changes and deletions, except that the output of an executor is emptied when a person
/// of its dataset is erased.
/// </summary>
public sealed class RetrainingEvent
{
    public const int MaxText = 2000;

    public long Id { get; set; }

    public long RunId { get; set; }

    public DateTimeOffset At { get; set; }

    public RetrainingEventKind Kind { get; set; }

    /// <summary>The state after the entry, if it is a change of the state.</summary>
    public RetrainingState? State { get; set; }

    public required string Text { get; set; }
}
