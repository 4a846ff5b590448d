using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Events;

/// <summary>Reads feedback[] of an interaction, and the value of a signal in any kind of line.</summary>
internal static class SignalReader
{
    /// <summary>Maximum lengths of the id and of the name of a signal, in characters.</summary>
    public const int MaxIdChars = 100;
    public const int MaxNameChars = 200;

    /// <summary>
    /// Maximum length of a value and of a comment, in characters; longer ones are cut. A batch can change hundreds of signals, whose texts
    /// are compared.
    /// </summary>
    public const int MaxTextChars = 50_000;

    private const int MaxSignals = 1000;

    /// <summary>Reserved prefixes of keys. The id of a sender that starts with one must not collide with an internal key.</summary>
    private static readonly string[] OwnKeys = ["derived:", "fill:", "task:", SentPrefix];

    private const string SentPrefix = "sent:";

    public static void ReadArray(ref Utf8JsonReader reader, List<SignalEvent> signals, RawValues raw)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new EventRefusedException("bad_type", "feedback must be an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new EventRefusedException("bad_type", "feedback must be an array of objects.");
            if (signals.Count == MaxSignals)
                throw RawValues.TooMany($"more than {MaxSignals} signals in its feedback");
            signals.Add(ReadOne(ref reader, raw));
        }
    }

    private static SignalEvent ReadOne(ref Utf8JsonReader reader, RawValues raw)
    {
        var signal = new SignalEvent();
        var seen = 0UL;
        HashSet<string>? others = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, index) = FieldNames.Read(ref reader);
            var isNew = index < 0 ? (others ??= new(StringComparer.Ordinal)).Add(name) : (seen & (1UL << index)) == 0;
            if (!isNew)
                throw new EventRefusedException("duplicate_key", $"The field 'feedback.{EventReader.Short(name)}' occurs twice.");
            if (index >= 0)
                seen |= 1UL << index;
            reader.Read();
            switch (name)
            {
                case "id":
                    signal.Key = Id(FieldValues.Key("feedback.id", ref reader, MaxIdChars));
                    break;
                case "feedback_type":
                    signal.Type = Type(FieldValues.Key("feedback_type", ref reader));
                    break;
                case "name":
                    signal.Name = FieldValues.Key("feedback.name", ref reader, MaxNameChars) ?? "";
                    break;
                case "value":
                    ReadValue(ref reader, signal, raw);
                    break;
                case "comment":
                    signal.Comment = Words(ref reader, raw);
                    break;
                case "user_id":
                    signal.UserId = FieldValues.Id("feedback.user_id", ref reader);
                    break;
                case "role":
                    signal.Role = FieldValues.Key("feedback.role", ref reader, 100);
                    break;
                case "timestamp":
                    signal.Timestamp = FieldValues.Time("feedback.timestamp", ref reader);
                    break;
                default:
                    raw.Pass(ref reader);
                    break;
            }
        }

        if (signal.Name.Length == 0)
            throw new EventRefusedException("missing_name", "An entry of feedback has no name.");
        return signal;
    }

    public static void ReadValue(ref Utf8JsonReader reader, SignalEvent signal, RawValues raw)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                signal.Number = FieldValues.Number("value", ref reader);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                (signal.Number, signal.IsBoolean) = (reader.TokenType == JsonTokenType.True ? 1 : 0, true);
                break;
            // Structured values are stored as JSON and not evaluated.
            default:
                signal.Text = Words(ref reader, raw);
                break;
        }
    }

    /// <summary>The stored form of a sender's signal id.</summary>
    public static string Id(string? sent) =>
        sent is null ? ""
        : OwnKeys.Any(own => sent.StartsWith(own, StringComparison.Ordinal)) ? Texts.Key(SentPrefix + sent, MaxIdChars)
        : sent;

    public static string Type(string? type) =>
        type is null ? SignalType.Explicit
        : SignalType.Sent.Contains(type) ? type
        : throw new EventRefusedException(
            "bad_value",
            $"feedback_type '{EventReader.Short(type)}' is unknown; valid types are {string.Join(", ", SignalType.Sent)}."
        );

    /// <summary>A text, or the JSON of a value that is not a string.</summary>
    public static string? Words(ref Utf8JsonReader reader, RawValues raw) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => Texts.Begin(reader.GetString()!, MaxTextChars),
            _ => Texts.Begin(raw.Json(ref reader)!, MaxTextChars),
        };
}
