using TriageConsole.Core.Retraining;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>A proposal with its pattern and its latest run.</summary>
public sealed record ProposalRow(
    long Id,
    long PatternId,
    string Pattern,
    RetrainingTrigger Trigger,
    string Reason,
    RepairKind Repair,
    string RepairReason,
    ProposalState State,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ClosedAt,
    string ClosedBy,
    string CloseReason,
    long? RunId
);
