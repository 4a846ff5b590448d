namespace TriageConsole.Features.Retraining;

/// <summary>A proposal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pattern">Id of the pattern.</param>
/// <param name="PatternName">Its name.</param>
/// <param name="Trigger">requested, severe, growing, labels or weekly.</param>
/// <param name="Reason">The numbers behind the trigger.</param>
/// <param name="Repair">prompt, retrieval or fine_tune.</param>
/// <param name="RepairReason">Why this repair.</param>
/// <param name="State">open, started, done or dismissed.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Run">Its latest run.</param>
public sealed record ProposalAnswer(
    long Id,
    long Pattern,
    string PatternName,
    string Trigger,
    string Reason,
    string Repair,
    string RepairReason,
    string State,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    long? Run
)
{
    internal static ProposalAnswer Of(ProposalRow p) =>
        new(
            p.Id,
            p.PatternId,
            p.Pattern,
            RetrainingWords.Key(p.Trigger),
            p.Reason,
            RetrainingWords.Key(p.Repair),
            p.RepairReason,
            RetrainingWords.Key(p.State),
            p.CreatedAt,
            p.CreatedBy,
            p.RunId
        );
}
