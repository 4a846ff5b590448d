using TriageConsole.Core;
using TriageConsole.Core.Sampling;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Patterns;

namespace TriageConsole.Features.Triage;

/// <summary>The queue items of the two samples, with their priority and its reason. It does not use the database.</summary>
internal static class SampleItems
{
    private const int ReasonLength = 500;

    /// <summary>The priority of an interaction in the priority sample, with its terms.</summary>
    public static ItemPriority PriorityOf(Interaction i, IngestWorkflow workflow, KnownPattern? pattern) =>
        new(i.Suspicion, workflow.SegmentWeight(i.Segment), workflow.Impact + (pattern?.Impact ?? 0), pattern?.Labeled ?? 0);

    /// <summary>The priority of an interaction and its reason in words.</summary>
    public static (double Priority, string Reason) Rank(
        Interaction i,
        IEnumerable<Signal> signals,
        IngestWorkflow workflow,
        KnownPattern? pattern
    )
    {
        var priority = PriorityOf(i, workflow, pattern);
        var reasons = signals
            .Where(s => s.Polarity < 0)
            .Select(s => (s.Name, s.Weight * s.Strength * s.Trust))
            .OrderByDescending(s => s.Item2);
        return (priority.Value, Texts.Cut(priority.Explain(reasons, pattern?.Name), ReasonLength));
    }

    /// <summary>
    /// The item of the audit sample. Its position is random, so the labeled part of the sample is always a random sample too.
    /// <paramref name="certain"/>: the interaction needs review and was selected with certainty anyway.
    /// </summary>
    public static QueueItem Audit(Interaction i, IngestWorkflow workflow, double topPriority, bool certain, DateTimeOffset now) =>
        Item(
            i,
            QueueSource.Audit,
            AuditSelection.Place(i.TraceId, workflow) * topPriority,
            $"Audit: selected at random ({workflow.AuditProbability:P1} of all traffic) for unbiased rates. "
                + "Its position is random too.",
            workflow.LabelsPerAuditItem,
            certain ? 1 : workflow.AuditProbability,
            workflow.AuditProbability,
            now
        );

    /// <summary>The item of an interaction that needs review and is selected with certainty.</summary>
    public static QueueItem Priority(
        Interaction i,
        IReadOnlyCollection<Signal> signals,
        IngestWorkflow workflow,
        KnownPattern? pattern,
        DateTimeOffset now
    )
    {
        var (priority, reason) = Rank(i, signals, workflow, pattern);
        return Item(i, QueueSource.Prioritized, priority, reason, workflow.LabelsPerItem, 1, workflow.AuditProbability, now);
    }

    private static QueueItem Item(
        Interaction i,
        QueueSource source,
        double priority,
        string reason,
        int slots,
        double inclusion,
        double? audit,
        DateTimeOffset now
    ) =>
        new()
        {
            TenantId = i.TenantId,
            WorkflowId = i.WorkflowId,
            InteractionId = i.Id,
            Source = source,
            Priority = priority,
            Reason = reason,
            OpenSlots = slots,
            Slots = slots,
            InclusionProbability = inclusion,
            AuditProbability = audit,
            CreatedAt = now,
        };
}
