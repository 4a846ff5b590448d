using System.Text.Json;
using static TriageConsole.Core.Events.FieldValues;

namespace TriageConsole.Core.Events;

/// <summary>Reads the top-level fields of one line in one pass.</summary>
internal sealed class EventFields(ReadOnlyMemory<byte> line)
{
    private readonly RawValues raw = new(line);
    private readonly EventContext context = new();
    private ulong seen;
    private HashSet<string>? seenUnknown;

    public string? Kind { get; private set; }

    public DateTimeOffset? Timestamp { get; private set; }

    public string? DocumentId { get; private set; }

    public InteractionEvent Interaction { get; } = new();

    /// <summary>The fields of a feedback line, which are at the top level.</summary>
    public SignalEvent Signal { get; } = new();

    public static EventFields Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        var fields = new EventFields(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, index) = FieldNames.Read(ref reader);
            if (!fields.IsNew(name, index))
                throw new EventRefusedException("duplicate_key", $"The field '{EventReader.Short(name)}' occurs twice.");
            reader.Read();
            fields.Take(name, ref reader);
        }

        return fields;
    }

    private bool IsNew(string name, int index)
    {
        if (index < 0)
            return (seenUnknown ??= new(StringComparer.Ordinal)).Add(name);
        var before = seen;
        seen |= 1UL << index;
        return seen != before;
    }

    /// <summary>The open-ended parts as one JSON object; null if there are none.</summary>
    public string? ContextJson() => context.ToJson();

    private void Take(string name, ref Utf8JsonReader reader)
    {
        var e = Interaction;
        switch (name)
        {
            case "schema_version":
                if (Number(name, ref reader) is { } version and not 1)
                    throw new EventRefusedException(
                        "unknown_schema_version",
                        $"schema_version {version} is not supported; the supported version is 1."
                    );
                break;
            case "kind":
                Kind = Key(name, ref reader);
                break;
            case "trace_id":
                e.TraceId = Id(name, ref reader) ?? "";
                break;
            case "tenant_id":
                e.TenantId = Id(name, ref reader, 200);
                break;
            case "task_type":
                e.TaskType = Id(name, ref reader, 200) ?? "";
                break;
            case "task_id":
                e.TaskId = Id(name, ref reader) ?? "";
                break;
            case "session_id":
                e.SessionId = Id(name, ref reader);
                break;
            case "user_id":
                e.UserId = Id(name, ref reader);
                break;
            case "timestamp":
                Timestamp = Time(name, ref reader);
                break;
            case "country":
                e.Country = Key(name, ref reader);
                break;
            case "segment":
                e.Segment = Key(name, ref reader);
                break;
            case "input":
                e.Input = Text(name, ref reader);
                break;
            case "output":
                e.Output = Text(name, ref reader);
                break;
            case "messages":
                e.Messages = raw.Part(ref reader);
                break;
            case "input_hash":
                e.InputHash = Key(name, ref reader);
                break;
            case "prompt_version":
                e.PromptVersion = Id(name, ref reader);
                break;
            case "model_id":
                e.ModelId = Id(name, ref reader);
                break;
            case "model_version":
                e.ModelVersion = Id(name, ref reader) ?? "";
                break;
            case "served_model":
                e.ServedModel = Id(name, ref reader);
                break;
            case "deployment_id":
                e.DeploymentId = Id(name, ref reader);
                break;
            case "release":
                e.Release = Id(name, ref reader);
                break;
            case "knowledge_version":
                e.KnowledgeVersion = Id(name, ref reader);
                break;
            case "output_id":
                e.OutputId = Key(name, ref reader);
                break;
            case "output_tokens":
                e.OutputTokens = Whole(name, ref reader);
                break;
            case "client_latency_ms":
                e.ClientLatencyMs = Number(name, ref reader);
                break;
            case "server_latency_ms":
                e.ServerLatencyMs = Number(name, ref reader);
                break;
            case "shadow":
                e.Shadow = Bool(name, ref reader);
                break;
            case "propensity":
                e.Propensity = Number(name, ref reader);
                break;
            case "consent_scope":
                e.ConsentScope = Key(name, ref reader);
                break;
            case "outcome_metric_name":
                e.OutcomeMetricName = Key(name, ref reader);
                break;
            case "outcome_metric_value":
                e.OutcomeMetricValue = Number(name, ref reader);
                break;
            case "feedback":
                SignalReader.ReadArray(ref reader, e.Feedback, raw);
                break;
            case "error":
                e.ErrorKind = Error(ref reader);
                break;
            case "parameters" or "input_stats" or "server_load" or "retrieval_ids" or "redaction_flags" or "metadata":
                Keep(name, ref reader);
                break;
            // The fields of a feedback, outcome or retrieval line.
            case "id":
                Signal.Key = SignalReader.Id(Key(name, ref reader, SignalReader.MaxIdChars));
                break;
            case "document_id":
                DocumentId = Key(name, ref reader);
                break;
            case "feedback_type":
                Signal.Type = SignalReader.Type(Key(name, ref reader));
                break;
            case "name" or "action":
                Signal.Name = Key(name, ref reader, SignalReader.MaxNameChars) ?? "";
                break;
            case "value":
                SignalReader.ReadValue(ref reader, Signal, raw);
                break;
            case "comment":
                Signal.Comment = SignalReader.Words(ref reader, raw);
                break;
            case "role":
                Signal.Role = Key(name, ref reader, 100);
                break;
            default:
                context.KeepUnknown(name, raw, ref reader);
                break;
        }
    }

    private void Keep(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null)
            context.Keep(name, raw.Bytes(ref reader));
    }

    private string? Error(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.String)
        {
            return Key("error", ref reader);
        }

        var json = raw.Bytes(ref reader);
        context.Keep("error", json);
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return "error";
        if (document.RootElement.EnumerateObject().Count(p => p.NameEquals("kind"u8)) > 1)
            throw new EventRefusedException("duplicate_key", "The field 'error.kind' occurs twice.");
        var kind = SafeJson.Find(document.RootElement, "kind") is { } k ? SafeJson.Text(k)?.TrimEnd() : null;
        return string.IsNullOrEmpty(kind) ? "error" : Limit("error.kind", kind, EventReader.MaxKeyChars);
    }

    private string? Text(string name, ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => raw.Json(ref reader),
        };
        if (text is null || text.Length <= EventReader.MaxFieldChars)
            return text;
        context.NoteCut(name);
        if (name == "input")
            Interaction.InputHash ??= EventReader.Hash(text);
        return Texts.Begin(text, EventReader.MaxFieldChars);
    }
}
