using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Core.Patterns;
using TriageConsole.Core.Priority;
using TriageConsole.Core.Suspicion;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Ingest;

/// <summary>Turns events into the rows they become: pure, no database.</summary>
internal static class ScoredRows
{
    /// <summary>The signal that stands for the workflow's outcome; there is at most one an interaction.</summary>
    public const string OutcomeSignalKey = "derived:outcome";

    public const string DerivedType = "derived";

    private const string ErrorSignalKey = "derived:error";
    private const int PreviewLength = 200;
    private const int ReasonLength = 500;

    public static Interaction Interaction(InteractionEvent e, long id, long tenantId, long workflowId, DateTimeOffset now)
    {
        var traits = InteractionTraits.Read(e.Context, e.Messages, e.Input?.Length);
        return new Interaction
        {
            Id = id,
            TenantId = tenantId,
            WorkflowId = workflowId,
            TraceId = e.TraceId,
            TaskId = e.TaskId,
            SessionId = e.SessionId,
            UserId = e.UserId,
            Timestamp = TimeText.Stored(e.Timestamp ?? now),
            ReceivedAt = now,
            Country = e.Country,
            Segment = e.Segment,
            PromptVersion = e.PromptVersion,
            ModelId = e.ModelId,
            ModelVersion = e.ModelVersion,
            ServedModel = e.ServedModel ?? traits.ServedModel,
            DeploymentId = e.DeploymentId,
            Release = e.Release,
            KnowledgeVersion = e.KnowledgeVersion,
            InputHash = e.InputHash,
            OutputId = e.OutputId,
            OutputTokens = e.OutputTokens,
            ClientLatencyMs = e.ClientLatencyMs,
            ServerLatencyMs = e.ServerLatencyMs,
            ErrorKind = e.ErrorKind,
            Shadow = e.Shadow,
            Propensity = e.Propensity,
            ConsentScope = e.ConsentScope,
            OutcomeMetric = e.OutcomeMetricName,
            OutcomeValue = e.OutcomeMetricValue,
            Preview = Preview(e.Input ?? e.Output ?? ""),
            IsRolledUp = true,
            Attributes = traits.Attributes,
            TimeIsReal = traits.TimeIsReal,
            Cost = traits.Cost,
            Currency = traits.Currency,
        };
    }

    /// <summary>What an interaction's patterns are told by.</summary>
    public static AttributeValues Attributes(Interaction i) =>
        AttributeValues.Of(
            new InteractionColumns(
                i.ModelId,
                i.ModelVersion,
                i.ServedModel,
                i.PromptVersion,
                i.Release,
                i.DeploymentId,
                i.KnowledgeVersion,
                i.Country,
                i.Segment,
                i.ErrorKind,
                i.TaskId,
                i.ClientLatencyMs ?? i.ServerLatencyMs
            ),
            i.Attributes
        );

    public static PayloadRow Payload(InteractionEvent e, long id) => new(id, e.Input, e.Output, e.Messages, e.Context);

    public static Signal Signal(SignalEvent s, long interactionId, WorkflowSettings workflow)
    {
        var reading = SignalReading.Of(s, workflow.Weights, workflow.Scales);
        return new Signal
        {
            InteractionId = interactionId,
            SignalKey = s.Key,
            Type = s.Type,
            Name = s.Name,
            NumericValue = s.Number,
            TextValue = s.Text ?? (s.IsBoolean ? (s.Number > 0 ? "true" : "false") : null),
            Comment = s.Comment,
            UserId = s.UserId,
            Role = s.Role,
            Timestamp = s.Timestamp,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            Weight = reading.Weight,
        };
    }

    /// <summary>The same signal with what it gives by the workflow's present weights.</summary>
    public static Signal ReadAgain(Signal s, WorkflowSettings workflow)
    {
        var isBoolean = s.NumericValue is not null && s.TextValue is "true" or "false";
        var reading =
            s.SignalKey == ErrorSignalKey
                ? new SignalReading(-1, 1, workflow.Weights.Error, 1)
                : SignalReading.Of(
                    new SignalEvent
                    {
                        Key = s.SignalKey,
                        Type = s.Type,
                        Name = s.Name,
                        Number = s.NumericValue,
                        Text = isBoolean ? null : s.TextValue,
                        IsBoolean = isBoolean,
                        UserId = s.UserId,
                        Role = s.Role,
                    },
                    workflow.Weights,
                    workflow.Scales
                );
        return new Signal
        {
            InteractionId = s.InteractionId,
            SignalKey = s.SignalKey,
            Type = s.Type,
            Name = s.Name,
            NumericValue = s.NumericValue,
            TextValue = s.TextValue,
            Comment = s.Comment,
            UserId = s.UserId,
            Role = s.Role,
            Timestamp = s.Timestamp,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            TrustFactor = s.TrustFactor,
            Weight = reading.Weight,
        };
    }

    /// <summary>What the interaction itself says: an error, a failed outcome.</summary>
    public static IEnumerable<Signal> DerivedSignals(Interaction i, WorkflowSettings workflow)
    {
        if (i.ErrorKind is not null)
            yield return Derived(i.Id, ErrorSignalKey, "error", null, i.ErrorKind, new SignalReading(-1, 1, workflow.Weights.Error, 1));
        if (OutcomeSignal(i.Id, i.OutcomeMetric, i.OutcomeValue, workflow) is { } outcome)
            yield return outcome;
    }

    public static Signal? OutcomeSignal(long interactionId, string? metric, double? value, WorkflowSettings workflow)
    {
        if (metric is null || value is not { } number)
            return null;
        var reading = OutcomeReading.Of(number, workflow.LowerIsBetter(metric), workflow.Weights);
        return reading.Polarity == 0
            ? null
            : Derived(interactionId, OutcomeSignalKey, $"outcome {Texts.Cut(metric, 180)} failed", number, null, reading);
    }

    public static double Score(IEnumerable<Signal> signals) =>
        SuspicionScore.Of(signals.Select(s => new SignalReading(s.Polarity, s.Strength, s.Weight, s.Trust)));

    /// <summary>Where the interaction stands in the queue, and why in words.</summary>
    public static (double Priority, string Reason) Rank(
        Interaction i,
        IEnumerable<Signal> signals,
        WorkflowSettings workflow,
        KnownPattern? pattern
    )
    {
        var priority = new ItemPriority(
            i.Suspicion,
            workflow.SegmentWeight(i.Segment),
            workflow.Impact + (pattern?.Impact ?? 0),
            pattern?.Labeled ?? 0
        );
        var reasons = signals
            .Where(s => s.Polarity < 0)
            .Select(s => (s.Name, s.Weight * s.Strength * s.Trust))
            .OrderByDescending(s => s.Item2);
        return (priority.Value, Texts.Cut(priority.Explain(reasons, pattern?.Name), ReasonLength));
    }

    /// <summary>Whether the audit draw takes the trace: by its own number, so that the draw can be done again.</summary>
    public static bool IsAudited(string traceId, WorkflowSettings workflow) =>
        Uniform(workflow.Id, traceId, "audit") < workflow.AuditProbability;

    /// <summary>
    /// The item of the audit lane. Its place is random, whatever it looks like: so what was labeled of the lane at any time is a random
    /// sample. <paramref name="certain"/>: as a questionable one it would have come to an expert in any case.
    /// </summary>
    public static QueueItem AuditItem(Interaction i, WorkflowSettings workflow, double topPriority, bool certain, DateTimeOffset now) =>
        Item(
            i,
            QueueSource.Audit,
            Uniform(workflow.Id, i.TraceId, "place") * topPriority,
            $"Audit: one of the {workflow.AuditProbability:P1} of all traffic drawn at random, so that rates stay unbiased. Its place is random too.",
            workflow.LabelsPerAuditItem,
            certain ? 1 : workflow.AuditProbability,
            workflow.AuditProbability,
            now
        );

    /// <summary>The item of a questionable interaction that is taken for certain.</summary>
    public static QueueItem PriorityItem(
        Interaction i,
        IReadOnlyCollection<Signal> signals,
        WorkflowSettings workflow,
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

    /// <summary>A number in [0, 1) that is the same for the same trace whenever it is drawn: the draw is reproducible.</summary>
    internal static double Uniform(long workflowId, string traceId, string purpose)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{workflowId}\n{traceId}"), hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The beginning of a text on one line.</summary>
    internal static string Preview(string text)
    {
        var line = new StringBuilder(PreviewLength);
        foreach (var c in text)
        {
            if (line.Length == PreviewLength)
                break;
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        if (line.Length > 0 && char.IsHighSurrogate(line[^1]))
            line.Length--;
        return line.ToString();
    }

    private static Signal Derived(long interactionId, string key, string name, double? number, string? text, SignalReading reading) =>
        new()
        {
            InteractionId = interactionId,
            SignalKey = key,
            Type = DerivedType,
            Name = name,
            NumericValue = number,
            TextValue = text,
            Polarity = (short)reading.Polarity,
            Strength = reading.Strength,
            Trust = reading.Trust,
            Weight = reading.Weight,
        };
}
