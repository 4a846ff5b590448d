namespace TriageConsole.Core.Retraining;

/// <summary>When a workflow proposes a retraining by itself.</summary>
/// <param name="MinRate">A severe pattern fails more often than this, 0 to 1.</param>
/// <param name="MinInteractions">A severe pattern has more interactions than this.</param>
/// <param name="MinShare">A severe pattern has more than this share of the failures of the workflow, 0 to 1.</param>
/// <param name="MinFailures">A growing pattern has at least this many failures in the last seven days.</param>
/// <param name="Growth">A growing pattern has more failures than in the week before by this share; 0.5 is 50 %.</param>
/// <param name="MinLabels">Enough new labels.</param>
/// <param name="Weekly">Whether a week without a proposal is a trigger, if there are new labels.</param>
/// <param name="QuietDays">After a proposal, its pattern triggers none for this time.</param>
public sealed record TriggerSettings(
    double MinRate,
    long MinInteractions,
    double MinShare,
    long MinFailures,
    double Growth,
    int MinLabels,
    bool Weekly,
    int QuietDays
);
