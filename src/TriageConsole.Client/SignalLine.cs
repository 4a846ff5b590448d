using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>Feedback, an outcome or a used document as a line.</summary>
internal sealed class SignalLine : QueuedEvent
{
    /// <summary>The kind of the line: <c>feedback</c>, <c>outcome</c> or <c>retrieval</c>.</summary>
    public required string Kind { get; init; }

    public required FeedbackTarget Target { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset Timestamp { get; set; }

    /// <summary>Explicit, implicit and so on; null for other lines than feedback.</summary>
    public string? FeedbackType { get; set; }

    public object? Value { get; set; }

    /// <summary>A value that takes time to compute. It is computed in the background.</summary>
    public Func<object>? LateValue { get; set; }

    public string? Comment { get; set; }

    public string? Role { get; set; }

    public string? DocumentId { get; set; }

    /// <summary>The size of what <see cref="LateValue"/> holds.</summary>
    public long Held { get; set; }

    public override long Size => 300 + Held + SizeOf(Comment) + SizeOf(Value as string);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteText("kind", Kind);
        json.WriteText("trace_id", Target.TraceId);
        json.WriteText("task_type", Target.Workflow);
        json.WriteText("task_id", Target.TaskId);
        json.WriteText("id", Id);
        json.WriteText("feedback_type", FeedbackType);
        json.WriteText(Kind == "outcome" ? "outcome_metric_name" : "name", Name);
        if ((LateValue?.Invoke() ?? Value) is { } value)
        {
            json.WritePropertyName(Kind == "outcome" ? "outcome_metric_value" : "value");
            json.WriteAny(value);
        }

        json.WriteText("document_id", DocumentId);
        json.WriteText("comment", Comment);
        json.WriteText("user_id", Target.UserId);
        json.WriteText("role", Role);
        json.WriteTime("timestamp", Timestamp);
        json.WriteEndObject();
    }
}
