using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>An interaction of a batch: new, or stored and changed by the batch.</summary>
public sealed class UnitInteraction
{
    private UnitInteraction(Interaction row, IngestWorkflow workflow) => (Row, Workflow) = (row, workflow);

    /// <summary>The row after the batch.</summary>
    public Interaction Row { get; private set; }

    public IngestWorkflow Workflow { get; }

    /// <summary>The event of a new interaction; null for a stored one.</summary>
    public InteractionEvent? Event { get; private init; }

    /// <summary>The event that replaces the stored content, because more spans of the trace arrived; usually null.</summary>
    public InteractionEvent? Revision { get; private set; }

    /// <summary>The row before the batch; null for a new interaction.</summary>
    public Interaction? Before { get; private init; }

    /// <summary>The signals before the batch.</summary>
    public IReadOnlyList<Signal> SignalsBefore { get; private init; } = [];

    /// <summary>The signals after the batch. One without an id is stored with the batch.</summary>
    public List<Signal> Signals { get; private init; } = [];

    /// <summary>Signals and outcomes that arrived separately from the interaction.</summary>
    public List<LateLine> Lines { get; } = [];

    /// <summary>Whether its stored signals are evaluated again with the current weights of the workflow.</summary>
    public bool IsReread { get; init; }

    public bool IsNew => Event is not null;

    public bool IsRevised => Revision is not null;

    /// <summary>It is new, or its signals or outcome change. Scoring sets it; later stages skip unchanged interactions.</summary>
    public bool IsChanged { get; set; }

    /// <summary>
    /// The priority of its item in the priority sample, with the reason. Triage sets it for a stored interaction that changes.
    /// </summary>
    public (double Priority, string Reason) Rank { get; set; } = (0, "");

    public static UnitInteraction New(Interaction row, InteractionEvent e, IngestWorkflow workflow) => new(row, workflow) { Event = e };

    public static UnitInteraction Stored(Interaction row, IReadOnlyList<Signal> signals, IngestWorkflow workflow, bool isReread) =>
        new(row, workflow)
        {
            Before = Copy(row),
            SignalsBefore = signals,
            Signals = [.. signals],
            IsReread = isReread,
        };

    /// <summary>Replaces the stored content. What the console computed and joined stays, and so does the workflow.</summary>
    public void Revise(InteractionEvent e)
    {
        Row = InteractionRows.Revised(e, Row);
        Revision = e;
        IsChanged = true;
    }

    /// <summary>Copies the fields that scores, samples and rollups use.</summary>
    private static Interaction Copy(Interaction i) =>
        new()
        {
            Id = i.Id,
            TenantId = i.TenantId,
            WorkflowId = i.WorkflowId,
            TraceId = i.TraceId,
            TaskId = i.TaskId,
            Timestamp = i.Timestamp,
            Country = i.Country,
            Segment = i.Segment,
            ModelId = i.ModelId,
            ModelVersion = i.ModelVersion,
            Release = i.Release,
            OutputTokens = i.OutputTokens,
            ClientLatencyMs = i.ClientLatencyMs,
            ServerLatencyMs = i.ServerLatencyMs,
            ErrorKind = i.ErrorKind,
            Shadow = i.Shadow,
            TimeIsReal = i.TimeIsReal,
            OutcomeMetric = i.OutcomeMetric,
            OutcomeValue = i.OutcomeValue,
            Suspicion = i.Suspicion,
            NeedsReview = i.NeedsReview,
            Cost = i.Cost,
            Currency = i.Currency,
            Overlap = i.Overlap,
        };
}
