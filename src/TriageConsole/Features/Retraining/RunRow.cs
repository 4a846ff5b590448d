using TriageConsole.Core.Retraining;
using TriageConsole.Data.Retraining;

namespace TriageConsole.Features.Retraining;

/// <summary>A run with its lineage: pattern, dataset, base and result.</summary>
public sealed record RunRow(
    long Id,
    long ProposalId,
    long PatternId,
    string Pattern,
    RepairKind Repair,
    string Executor,
    ExecutorKind Kind,
    RetrainingState State,
    string Message,
    long DatasetId,
    string Dataset,
    int DatasetNumber,
    string Manifest,
    long BaseReleaseId,
    string BaseRelease,
    string BaseComponent,
    string BaseVersion,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int MetricBudget,
    int MetricCalls,
    long? ResultReleaseId,
    string? ResultRelease,
    long? EvalRunId
);
