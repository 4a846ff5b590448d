using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>An interaction of a batch: new, or stored already and changed by the batch.</summary>
public sealed class UnitInteraction
{
    private UnitInteraction(Interaction row, IngestWorkflow workflow) => (Row, Workflow) = (row, workflow);

    /// <summary>The row as it will be.</summary>
    public Interaction Row { get; }

    public IngestWorkflow Workflow { get; }

    /// <summary>What it was read from; null where it is stored already.</summary>
    public InteractionEvent? Event { get; private init; }

    /// <summary>The row as it is stored; null where it is new.</summary>
    public Interaction? Before { get; private init; }

    /// <summary>The signals as they are stored.</summary>
    public IReadOnlyList<Signal> SignalsBefore { get; private init; } = [];

    /// <summary>The signals as they will be; one without an id is stored with the batch.</summary>
    public List<Signal> Signals { get; private init; } = [];

    /// <summary>Signals and outcomes sent for it, apart from those it came with.</summary>
    public List<LateLine> Lines { get; } = [];

    /// <summary>Its stored signals are read again, by the workflow's present weights.</summary>
    public bool IsReread { get; init; }

    public bool IsNew => Event is not null;

    /// <summary>It is new, or its signals or its outcome change. Set by scoring; later stages leave alone what does not change.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The priority of its item in the priority sample, and why. Set by triage for a stored interaction that changes.</summary>
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

    /// <summary>What of the row matters to scores, samples and rollups.</summary>
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
