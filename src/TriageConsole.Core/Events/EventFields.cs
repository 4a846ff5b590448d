using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using static TriageConsole.Core.Events.FieldValues;

namespace TriageConsole.Core.Events;

/// <summary>Reads the top-level fields of one line in one pass.</summary>
internal sealed class EventFields(ReadOnlyMemory<byte> line)
{
    private const int MaxUnknown = 1000;

    private ulong seen;
    private HashSet<string>? seenUnknown;
    private readonly Dictionary<string, byte[]> open = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Json)> unknown = [];
    private readonly List<string> cut = [];
    private int values;

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
    public string? ContextJson()
    {
        if (open.Count == 0 && unknown.Count == 0 && cut.Count == 0)
            return null;
        return ComposedJson.Write(WriteContext);
    }

    private void WriteContext(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, json) in open)
        {
            if (name == "metadata" && (unknown.Count > 0 || cut.Count > 0))
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        WriteMetadata(writer);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes the metadata of the sender, the fields that are not in the contract, and the names of the texts that were cut.
    /// </summary>
    private void WriteMetadata(Utf8JsonWriter writer)
    {
        if (unknown.Count == 0 && cut.Count == 0)
            return;
        writer.WritePropertyName("metadata");
        writer.WriteStartObject();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        if (open.TryGetValue("metadata", out var metadata))
        {
            using var document = JsonDocument.Parse(metadata);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (SafeJson.Name(property) is not { } name || !taken.Add(name))
                        continue;
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(property.Value), skipInputValidation: true);
                }
            }
            else
            {
                writer.WritePropertyName("metadata");
                writer.WriteRawValue(metadata, skipInputValidation: true);
            }
        }

        foreach (var (name, json) in unknown.Where(u => taken.Add(u.Name)))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        if (cut.Count > 0 && taken.Add("cut_fields"))
        {
            writer.WriteStartArray("cut_fields");
            foreach (var name in cut)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

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
                e.Messages = Part(ref reader);
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
                SignalReader.ReadArray(ref reader, e.Feedback, this);
                break;
            case "error":
                e.ErrorKind = Error(ref reader);
                break;
            case "parameters" or "input_stats" or "server_load" or "retrieval_ids" or "redaction_flags" or "metadata":
                Keep(open, name, ref reader);
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
                SignalReader.ReadValue(ref reader, Signal, this);
                break;
            case "comment":
                Signal.Comment = SignalReader.Words(ref reader, this);
                break;
            case "role":
                Signal.Role = Key(name, ref reader, 100);
                break;
            default:
                if (unknown.Count == MaxUnknown)
                    throw TooMany($"more than {MaxUnknown} fields that are not in the contract");
                unknown.Add((name, Raw(ref reader)));
                break;
        }
    }

    /// <summary>
    /// Skips a value of any type. Later readers need a few bytes of memory for each part of it, so the number of parts is limited too: 16
    /// MB of <c>1,1,1</c> would need hundreds of MB.
    /// </summary>
    internal void Pass(ref Utf8JsonReader reader)
    {
        Count();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
            Count();
    }

    internal static EventRefusedException TooMany(string what) => new("too_many_values", $"The line has {what}.");

    private void Count()
    {
        if (++values > EventReader.MaxValues)
            throw TooMany($"more than {EventReader.MaxValues} names and values");
    }

    private void Keep(Dictionary<string, byte[]> target, string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null)
            target[name] = Raw(ref reader);
    }

    private string? Error(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.String)
        {
            return Key("error", ref reader);
        }

        var raw = Raw(ref reader);
        open["error"] = raw;
        using var document = JsonDocument.Parse(raw);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return "error";
        if (document.RootElement.EnumerateObject().Count(p => p.NameEquals("kind"u8)) > 1)
            throw new EventRefusedException("duplicate_key", "The field 'error.kind' occurs twice.");
        var kind = SafeJson.Find(document.RootElement, "kind") is { } k ? SafeJson.Text(k)?.TrimEnd() : null;
        return string.IsNullOrEmpty(kind) ? "error" : Limit("error.kind", kind, EventReader.MaxKeyChars);
    }

    /// <summary>A copy of the bytes of the value as sent.</summary>
    private byte[] Raw(ref Utf8JsonReader reader)
    {
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        return line.Span[from..(int)reader.BytesConsumed].ToArray();
    }

    /// <summary>The bytes of the value, as a slice of the line.</summary>
    private ReadOnlyMemory<byte>? Part(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        var part = line[from..(int)reader.BytesConsumed];
        // The reader skips texts without decoding them, so invalid UTF-8 is not detected yet.
        return Utf8.IsValid(part.Span) ? part : throw new EventRefusedException("invalid_utf8", "A text is not valid UTF-8.");
    }

    /// <summary>The JSON text of the value.</summary>
    internal string? Json(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var from = (int)reader.TokenStartIndex;
        Pass(ref reader);
        return StrictUtf8.GetString(line.Span[from..(int)reader.BytesConsumed]);
    }

    private static readonly System.Text.UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private string? Text(string name, ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => Json(ref reader),
        };
        if (text is null || text.Length <= EventReader.MaxFieldChars)
            return text;
        cut.Add(name);
        if (name == "input")
            Interaction.InputHash ??= EventReader.Hash(text);
        return Texts.Begin(text, EventReader.MaxFieldChars);
    }
}
