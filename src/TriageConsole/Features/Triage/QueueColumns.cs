using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Triage;

/// <summary>The columns of a queue.</summary>
internal static class QueueColumns
{
    public static readonly GridField<QueueRow> Priority = new("priority", "Priority", r => r.Priority)
    {
        IsNumber = true,
        Hint = "The item with the highest priority is the next one",
    };
    public static readonly GridField<QueueRow> Input = new("input", "Interaction and reason", r => r.Preview)
    {
        IsSortable = false,
        IsCut = true,
    };
    public static readonly GridField<QueueRow> Source = new("source", "Source", r => r.Source);
    public static readonly GridField<QueueRow> Segment = new("segment", "Segment", r => r.Segment);
    public static readonly GridField<QueueRow> Suspicion = new("suspicion", "Suspicion score", r => r.Suspicion) { IsNumber = true };
    public static readonly GridField<QueueRow> Labels = new(
        "labels",
        "Labels",
        r => $"{r.OpenSlots} needed, {r.HeldSlots} in progress, {r.LabelsDone} done"
    )
    {
        IsSortable = false,
        Hint = "Needed / in progress / done",
    };
    public static readonly GridField<QueueRow> Assigned = new("assigned", "Assigned to", r => r.AssignedTo) { IsSortable = false };
    public static readonly GridField<QueueRow> When = new("when", "Time", r => r.Timestamp) { IsHidden = true };
    public static readonly GridField<QueueRow> Reason = new("reason", "Reason", r => r.Reason) { IsHidden = true, IsSortable = false };
    public static readonly GridField<QueueRow> Trace = new("trace", "Trace id", r => r.TraceId) { IsHidden = true, IsSortable = false };
    public static readonly GridField<QueueRow> Outcome = new("outcome", "Outcome", r => r.OutcomeValue)
    {
        IsHidden = true,
        IsNumber = true,
    };

    public static readonly IReadOnlyList<GridField<QueueRow>> All =
    [
        Priority,
        Input,
        Source,
        Segment,
        Suspicion,
        Labels,
        Assigned,
        When,
        Reason,
        Trace,
        Outcome,
    ];
}
