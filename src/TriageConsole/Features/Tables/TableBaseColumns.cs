using TriageConsole.Core.Patterns;
using TriageConsole.Data.Interactions;
using static TriageConsole.Features.Tables.TableValueKind;

namespace TriageConsole.Features.Tables;

/// <summary>The columns of the interaction itself. A release of the console only adds columns at the end of a group.</summary>
internal static class TableBaseColumns
{
    public static readonly IReadOnlyList<(TableColumn Column, Func<Interaction, object?> Value)> All =
    [
        (new("trace_id", "Trace id", Text), i => i.TraceId),
        (new("task_id", "Task", Text), i => i.TaskId),
        (new("session_id", "Session", Text), i => i.SessionId),
        (new("user_id", "User", Text), i => i.UserId),
        (new("timestamp", "Time", Time), i => i.Timestamp),
        (new("received_at", "Received", Time), i => i.ReceivedAt),
        (new("country", "Country", Text), i => i.Country),
        (new("segment", "Segment", Text), i => i.Segment),
        (new("shadow", "Shadow", YesNo), i => i.Shadow),
        (new("propensity", "Propensity", Number), i => i.Propensity),
        (new("consent_scope", "Consent scope", Text), i => i.ConsentScope),
        (new("output_tokens", "Output tokens", WholeNumber), i => (long?)i.OutputTokens),
        (new("client_latency_ms", "Client latency (ms)", Number), i => i.ClientLatencyMs),
        (new("server_latency_ms", "Server latency (ms)", Number), i => i.ServerLatencyMs),
        (new("cost", "Cost", Number), i => i.Cost),
        (new("currency", "Currency", Text), i => i.Currency),
        (new("error_kind", "Error", Text), i => i.ErrorKind),
        (new("error_class", "Error class", Text), i => ErrorClassOf(i.ErrorClass)),
        (new("suspicion_score", "Suspicion score", Number), i => i.Suspicion),
        (new("needs_review", "Needs review", YesNo), i => i.NeedsReview),
        (new("outcome_metric", "Outcome metric", Text), i => i.OutcomeMetric),
        (new("outcome_value", "Outcome", Number), i => i.OutcomeValue),
        (new("labels", "Labels", WholeNumber), i => (long)i.LabelCount),
        (new("release", "Release", Text), i => i.Release),
        (new("model_id", "Model", Text), i => i.ModelId),
        (new("model_version", "Model version", Text), i => i.ModelVersion),
        (new("served_model", "Served model", Text), i => i.ServedModel),
        (new("prompt_version", "Prompt version", Text), i => i.PromptVersion),
        (new("knowledge_version", "Knowledge version", Text), i => i.KnowledgeVersion),
        (new("deployment_id", "Deployment", Text), i => i.DeploymentId),
    ];

    private static string? ErrorClassOf(short? stored) =>
        stored switch
        {
            null => null,
            (short)ErrorClass.OneOff => "one-off",
            (short)ErrorClass.Systematic => "systematic",
            _ => "conceptual",
        };
}
