namespace TriageConsole.Core.Outcomes;

/// <summary>How the predictive power of a signal changed.</summary>
public enum SignalTrend
{
    /// <summary>One of the periods has too few measured outcomes or no variation.</summary>
    NotEnough,

    /// <summary>The signal did not predict the outcome in the reference period.</summary>
    NeverPredicted,

    /// <summary>No change was detected.</summary>
    Holds,

    /// <summary>The signal predicted the outcome and no longer does: metric mismatch.</summary>
    StoppedPredicting,

    /// <summary>The signal now predicts the opposite.</summary>
    Turned,
}
