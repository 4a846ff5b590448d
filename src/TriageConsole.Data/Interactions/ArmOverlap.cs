namespace TriageConsole.Data.Interactions;

/// <summary>Comparisons in which more than one of the compared releases served the same task.</summary>
[Flags]
public enum ArmOverlap
{
    None = 0,

    /// <summary>The experiment that was running.</summary>
    Experiment = 1,

    /// <summary>A promotion: the replaced release served the task before it and the promoted release after it.</summary>
    Promotion = 2,
}
