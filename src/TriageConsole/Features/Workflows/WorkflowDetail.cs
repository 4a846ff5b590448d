namespace TriageConsole.Features.Workflows;

/// <param name="Workflow">Which one.</param>
/// <param name="Settings">What its lead sets.</param>
/// <param name="Counts">Kept counts.</param>
/// <param name="Owners">Who may own it.</param>
/// <param name="WeightsVersion">Number of the signal weights in force; 0 for the defaults.</param>
/// <param name="WeightsChange">Who made them, and when.</param>
/// <param name="RescoredShare">While past traffic is scored anew, how much of it is, 0..1.</param>
public sealed record WorkflowDetail(
    WorkflowRef Workflow,
    WorkflowForm Settings,
    WorkflowCounts Counts,
    IReadOnlyList<WorkflowOwner> Owners,
    int WeightsVersion,
    (string By, DateTimeOffset At)? WeightsChange,
    double? RescoredShare
);
