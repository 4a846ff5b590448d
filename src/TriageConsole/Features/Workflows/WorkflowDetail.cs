namespace TriageConsole.Features.Workflows;

/// <param name="Workflow">The workflow.</param>
/// <param name="Settings">The settings that its lead can change.</param>
/// <param name="Counts">The stored counts.</param>
/// <param name="Owners">The people who can own it.</param>
/// <param name="WeightsVersion">Version number of the current signal weights; 0 for the defaults.</param>
/// <param name="WeightsChange">Author and time of the current signal weights.</param>
/// <param name="RescoredShare">While past traffic is scored again, the share that is done, 0..1.</param>
public sealed record WorkflowDetail(
    WorkflowRef Workflow,
    WorkflowForm Settings,
    WorkflowCounts Counts,
    IReadOnlyList<WorkflowOwner> Owners,
    int WeightsVersion,
    (string By, DateTimeOffset At)? WeightsChange,
    double? RescoredShare
);
