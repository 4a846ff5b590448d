using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>Reads the feedback[] of an interaction, and a signal's value wherever it stands.</summary>
internal static class SignalReader
{
    private static readonly string[] Types = ["explicit", "implicit", "outcome", "system", "human"];

    public static void ReadArray(ref Utf8JsonReader reader, List<SignalEvent> signals)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray) throw new EventRefusedException("bad_type", "feedback must be an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new EventRefusedException("bad_type", "feedback must be an array of objects.");
            signals.Add(ReadOne(ref reader));
        }
    }

    private static SignalEvent ReadOne(ref Utf8JsonReader reader)
    {
        var signal = new SignalEvent();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, _) = FieldNames.Read(ref reader);
            reader.Read();
            switch (name)
            {
                case "id": signal.Key = EventFields.Key("feedback.id", ref reader, 100) ?? ""; break;
                case "feedback_type": signal.Type = Type(EventFields.Key("feedback_type", ref reader)); break;
                case "name": signal.Name = EventFields.Key("feedback.name", ref reader, 200) ?? ""; break;
                case "value": ReadValue(ref reader, signal); break;
                case "comment": signal.Comment = Words(ref reader); break;
                case "user_id": signal.UserId = EventFields.Key("feedback.user_id", ref reader); break;
                case "role": signal.Role = EventFields.Key("feedback.role", ref reader, 100); break;
                case "timestamp": signal.Timestamp = EventFields.Time("feedback.timestamp", ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (signal.Name.Length == 0) throw new EventRefusedException("missing_name", "A feedback has no name.");
        return signal;
    }

    public static void ReadValue(ref Utf8JsonReader reader, SignalEvent signal)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: signal.Number = EventFields.Number("value", ref reader); break;
            case JsonTokenType.True or JsonTokenType.False: (signal.Number, signal.IsBoolean) = (reader.TokenType == JsonTokenType.True ? 1 : 0, true); break;
            case JsonTokenType.String: signal.Text = Words(ref reader); break;
            case JsonTokenType.Null: break;
            default:
                // Structured values are kept as their JSON; nothing is computed from them.
                using (var document = JsonDocument.ParseValue(ref reader)) signal.Text = document.RootElement.GetRawText();
                break;
        }
    }

    public static string Type(string? type) => type is null ? "explicit"
        : Types.Contains(type) ? type
        : throw new EventRefusedException("bad_value", $"feedback_type '{EventReader.Short(type)}' is none of {string.Join(", ", Types)}.");

    private static string? Words(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.GetRawText();
        }

        var text = reader.GetString()!.Replace('\0', '\uFFFD');
        return Texts.Begin(text, EventReader.MaxFieldChars);
    }
}
