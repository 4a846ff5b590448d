using System.Text;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Providers;

namespace TriageConsole.Features.Ingest;

/// <summary>Creates the rows of an interaction. Scoring sets the score later.</summary>
internal static class InteractionRows
{
    private const int PreviewLength = 200;

    public static Interaction Row(InteractionEvent e, long id, long tenantId, long workflowId, DateTimeOffset now)
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

    /// <summary>The row of a stored interaction with the content of another event.</summary>
    public static Interaction Revised(InteractionEvent e, Interaction stored)
    {
        var row = Row(e, stored.Id, stored.TenantId, stored.WorkflowId, stored.ReceivedAt);
        if (e.Timestamp is null)
            row.Timestamp = stored.Timestamp;
        if (row.OutcomeMetric is null || row.OutcomeValue is null)
            (row.OutcomeMetric, row.OutcomeValue) = (stored.OutcomeMetric, stored.OutcomeValue);
        row.Suspicion = stored.Suspicion;
        row.NeedsReview = stored.NeedsReview;
        row.IsRolledUp = stored.IsRolledUp;
        row.Overlap = stored.Overlap;
        row.ErrorClass = stored.ErrorClass;
        row.LabelCount = stored.LabelCount;
        return row;
    }

    public static PayloadRow Payload(InteractionEvent e, long id) => new(id, e.Input, e.Output, e.Messages, e.Context);

    /// <summary>The beginning of a text, on one line.</summary>
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
}
