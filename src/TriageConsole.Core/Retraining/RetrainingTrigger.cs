namespace TriageConsole.Core.Retraining;

/// <summary>Why a retraining is proposed.</summary>
public enum RetrainingTrigger
{
    /// <summary>A lead or an application asked for it.</summary>
    Requested = 0,

    /// <summary>The pattern fails often, in many interactions, and has most failures of the workflow.</summary>
    Severe = 1,

    /// <summary>The pattern has more failures than in the week before.</summary>
    Growing = 2,

    /// <summary>Experts gave enough new labels to learn from.</summary>
    Labels = 3,

    /// <summary>A week has passed, and there is something new to learn from.</summary>
    Weekly = 4,
}
