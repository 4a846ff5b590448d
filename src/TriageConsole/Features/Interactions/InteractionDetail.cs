namespace TriageConsole.Features.Interactions;

/// <summary>One interaction with its texts, signals, labels and queue items.</summary>
public sealed record InteractionDetail(
    InteractionRow Row,
    string? Input,
    string? Output,
    string? Messages,
    string? Context,
    IReadOnlyList<SignalRow> Signals,
    IReadOnlyList<LabelRow> Labels,
    IReadOnlyList<QueuePlace> Queue
);
