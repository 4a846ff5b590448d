namespace TriageConsole.Data.Retraining;

public enum RetrainingEventKind
{
    /// <summary>A change of the state.</summary>
    State = 0,

    /// <summary>What the executor wrote.</summary>
    Output = 1,

    /// <summary>What the console did or noticed.</summary>
    Note = 2,

    /// <summary>Something that a lead should know.</summary>
    Warning = 3,

    /// <summary>A model of an earlier step that a fine-tuning API keeps.</summary>
    Checkpoint = 4,
}
