using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace TriageConsole.Core.Events;

/// <summary>The top-level fields of one line, as they are met.</summary>
internal sealed class EventFields
{
    private ulong seen;
    private HashSet<string>? seenBeside;
    private readonly Dictionary<string, byte[]> open = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Json)> unknown = [];
    private readonly List<string> cut = [];

    public string? Kind { get; private set; }

    public DateTimeOffset? Timestamp { get; private set; }

    public string? DocumentId { get; private set; }

    public InteractionEvent Interaction { get; } = new();

    /// <summary>The fields of a feedback line, which stand at the top level there.</summary>
    public SignalEvent Signal { get; } = new();

    public static EventFields Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        var fields = new EventFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, index) = FieldNames.Read(ref reader);
            if (!fields.IsNew(name, index)) throw new EventRefusedException("duplicate_key", $"The field '{EventReader.Short(name)}' stands twice.");
            reader.Read();
            fields.Take(name, ref reader, line);
        }

        return fields;
    }

    private bool IsNew(string name, int index)
    {
        if (index < 0) return (seenBeside ??= new(StringComparer.Ordinal)).Add(name);
        var before = seen;
        seen |= 1UL << index;
        return seen != before;
    }

    /// <summary>The open-ended parts as one JSON object, or null where there are none.</summary>
    public string? ContextJson()
    {
        if (open.Count == 0 && unknown.Count == 0 && cut.Count == 0) return null;
        return ComposedJson.Write(WriteContext);
    }

    private void WriteContext(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, json) in open)
        {
            if (name == "metadata" && (unknown.Count > 0 || cut.Count > 0)) continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        WriteMetadata(writer);
        writer.WriteEndObject();
    }

    /// <summary>The sender's metadata with the fields the contract does not know, and the names of cut texts, beside it.</summary>
    private void WriteMetadata(Utf8JsonWriter writer)
    {
        if (unknown.Count == 0 && cut.Count == 0) return;
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
                    if (SafeJson.Name(property) is not { } name || !taken.Add(name)) continue;
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
            foreach (var name in cut) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void Take(string name, ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes)
    {
        var e = Interaction;
        var line = bytes.Span;
        switch (name)
        {
            case "schema_version":
                if (Number(name, ref reader) is { } version and not 1) throw new EventRefusedException("unknown_schema_version", $"schema_version {version} is not known; this console reads 1.");
                break;
            case "kind": Kind = Key(name, ref reader); break;
            case "trace_id": e.TraceId = Key(name, ref reader) ?? ""; break;
            case "tenant_id": e.TenantId = Key(name, ref reader); break;
            case "task_type": e.TaskType = Key(name, ref reader, 200) ?? ""; break;
            case "task_id": e.TaskId = Key(name, ref reader) ?? ""; break;
            case "session_id": e.SessionId = Key(name, ref reader); break;
            case "user_id": e.UserId = Key(name, ref reader); break;
            case "timestamp": Timestamp = Time(name, ref reader); break;
            case "country": e.Country = Key(name, ref reader); break;
            case "segment": e.Segment = Key(name, ref reader); break;
            case "input": e.Input = Text(name, ref reader, line); break;
            case "output": e.Output = Text(name, ref reader, line); break;
            case "messages": e.Messages = Part(ref reader, bytes); break;
            case "input_hash": e.InputHash = Key(name, ref reader); break;
            case "prompt_version": e.PromptVersion = Key(name, ref reader); break;
            case "model_id": e.ModelId = Key(name, ref reader); break;
            case "model_version": e.ModelVersion = Key(name, ref reader) ?? ""; break;
            case "served_model": e.ServedModel = Key(name, ref reader); break;
            case "deployment_id": e.DeploymentId = Key(name, ref reader); break;
            case "release": e.Release = Key(name, ref reader); break;
            case "knowledge_version": e.KnowledgeVersion = Key(name, ref reader); break;
            case "output_id": e.OutputId = Key(name, ref reader); break;
            case "output_tokens": e.OutputTokens = Whole(name, ref reader); break;
            case "client_latency_ms": e.ClientLatencyMs = Number(name, ref reader); break;
            case "server_latency_ms": e.ServerLatencyMs = Number(name, ref reader); break;
            case "shadow": e.Shadow = Bool(name, ref reader); break;
            case "propensity": e.Propensity = Number(name, ref reader); break;
            case "consent_scope": e.ConsentScope = Key(name, ref reader); break;
            case "outcome_metric_name": e.OutcomeMetricName = Key(name, ref reader); break;
            case "outcome_metric_value": e.OutcomeMetricValue = Number(name, ref reader); break;
            case "feedback": SignalReader.ReadArray(ref reader, e.Feedback); break;
            case "error": e.ErrorKind = Error(ref reader, line); break;
            case "parameters" or "input_stats" or "server_load" or "retrieval_ids" or "redaction_flags" or "metadata": Keep(open, name, ref reader, line); break;
            // The fields of a feedback, outcome or retrieval line.
            case "id": Signal.Key = Key(name, ref reader, 100) ?? ""; break;
            case "document_id": DocumentId = Key(name, ref reader); break;
            case "feedback_type": Signal.Type = SignalReader.Type(Key(name, ref reader)); break;
            case "name" or "action": Signal.Name = Key(name, ref reader, 200) ?? ""; break;
            case "value": SignalReader.ReadValue(ref reader, Signal); break;
            case "comment": Signal.Comment = Text(name, ref reader, line); break;
            case "role": Signal.Role = Key(name, ref reader, 100); break;
            default: unknown.Add((name, Raw(ref reader, line))); break;
        }
    }

    private static void Keep(Dictionary<string, byte[]> target, string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (reader.TokenType != JsonTokenType.Null) target[name] = Raw(ref reader, line);
    }

    private string? Error(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String)
        {
            return Key("error", ref reader);
        }

        var raw = Raw(ref reader, line);
        open["error"] = raw;
        using var document = JsonDocument.Parse(raw);
        var kind = document.RootElement.ValueKind == JsonValueKind.Object && SafeJson.Find(document.RootElement, "kind") is { } k ? SafeJson.Text(k) : null;
        return kind is null ? "error" : Limit("error.kind", kind, EventReader.MaxKeyChars);
    }

    /// <summary>The value's bytes as sent, whatever it is.</summary>
    private static byte[] Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[from..(int)reader.BytesConsumed].ToArray();
    }

    /// <summary>The value's bytes where they stand.</summary>
    private static ReadOnlyMemory<byte>? Part(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        var part = line[from..(int)reader.BytesConsumed];
        // The reader steps over texts without decoding them.
        return Utf8.IsValid(part.Span) ? part : throw new EventRefusedException("invalid_utf8", "A text is not valid UTF-8.");
    }

    private static string? Json(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return StrictUtf8.GetString(line[from..(int)reader.BytesConsumed]);
    }

    private static readonly System.Text.UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private string? Text(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => Json(ref reader, line),
        };
        if (text is null) return null;
        if (text.Contains('\0', StringComparison.Ordinal)) text = text.Replace('\0', '\uFFFD');
        if (text.Length <= EventReader.MaxFieldChars) return text;
        cut.Add(name);
        if (name == "input") Interaction.InputHash ??= EventReader.Hash(text);
        var end = char.IsHighSurrogate(text[EventReader.MaxFieldChars - 1]) ? EventReader.MaxFieldChars - 1 : EventReader.MaxFieldChars;
        return text[..end];
    }

    internal static string? Key(string name, ref Utf8JsonReader reader, int limit = EventReader.MaxKeyChars)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => throw new EventRefusedException("bad_type", $"{name} must be a text."),
        };
        if (string.IsNullOrWhiteSpace(text)) return null;
        return Limit(name, text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text, limit);
    }

    private static string Limit(string name, string text, int limit) => text.Length <= limit
        ? text
        : throw new EventRefusedException("too_long", $"{name} is longer than {limit} characters; it is a key, not a text.");

    internal static double? Number(string name, ref Utf8JsonReader reader)
    {
        double value;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.True: return 1;
            case JsonTokenType.False: return 0;
            case JsonTokenType.Number when reader.TryGetDouble(out value) && double.IsFinite(value): return value;
            case JsonTokenType.String when string.IsNullOrWhiteSpace(reader.GetString()): return null;
            case JsonTokenType.String when double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value): return value;
            default: throw new EventRefusedException("bad_number", $"{name} is not a finite number.");
        }
    }

    private static int? Whole(string name, ref Utf8JsonReader reader) => Number(name, ref reader) is not { } number ? null
        : number is >= 0 and <= int.MaxValue ? (int)number
        : throw new EventRefusedException("bad_number", $"{name} must be a whole number, zero or more.");

    private static bool Bool(string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => false,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
        _ => Number(name, ref reader) is > 0,
    };

    internal static DateTimeOffset? Time(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.TryGetDateTimeOffset(out var exact) || DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out exact))
                return exact.Year >= 1970 ? exact.ToUniversalTime() : throw new EventRefusedException("bad_timestamp", $"{name} lies before 1970.");
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var epoch) && epoch is > 0 and < 253_402_300_799_999)
        {
            // Seconds or milliseconds since 1970: seconds would reach 1e11 in the year 5138.
            return epoch < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(epoch) : DateTimeOffset.UnixEpoch.AddMilliseconds(epoch);
        }

        throw new EventRefusedException("bad_timestamp", $"{name} is not a time in ISO 8601.");
    }
}
