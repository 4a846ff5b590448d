using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Events;

namespace TriageConsole.Core.Telemetry;

/// <summary>Reads values whose type senders choose: a number can be a text, a structure can be JSON in a text.</summary>
internal static class JsonValues
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = EventReader.MaxDepth / 2, AllowDuplicateProperties = false };

    /// <summary>The text, or the JSON of another value; null for null.</summary>
    public static string? Text(JsonNode? value) =>
        value switch
        {
            null => null,
            JsonValue v when v.TryGetValue<string>(out var text) => text,
            _ => value.ToJsonString(TelemetryAttributes.Relaxed),
        };

    /// <summary>The finite number; null for anything else.</summary>
    public static double? Number(JsonNode? value)
    {
        if (value is not JsonValue v)
            return null;
        var number = v.GetValueKind() switch
        {
            JsonValueKind.Number => double.TryParse(v.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
                ? n
                : double.NaN,
            JsonValueKind.String => double.TryParse(v.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
                ? n
                : double.NaN,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>The array or object; also of a text that is JSON. Null for anything else.</summary>
    public static JsonNode? Structure(JsonNode? value) =>
        value switch
        {
            JsonArray or JsonObject => value,
            JsonValue v when v.TryGetValue<string>(out var text) => Parse(text),
            _ => null,
        };

    /// <summary>The array or object in the text; null for any other text.</summary>
    public static JsonNode? Parse(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            return JsonNode.Parse(StoredJson.Readable(text), documentOptions: Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A copy in which all texts are replaced, at any depth.</summary>
    public static JsonNode? WithTexts(JsonNode? value, Func<string, string> replace)
    {
        switch (value)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(v => WithTexts(v, replace))]);
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, member) in members)
                    copy[name] = WithTexts(member, replace);
                return copy;
            case JsonValue v when v.TryGetValue<string>(out var text):
                return JsonValue.Create(replace(text));
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>The member of an object; null if the value is no object or has no such member.</summary>
    public static JsonNode? Member(JsonNode? value, string name) => (value as JsonObject)?[name];

    /// <summary>The member as text, if it is not empty.</summary>
    public static string? TextOf(JsonNode? value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Text(Member(value, name)) is { Length: > 0 } text)
                return text;
        return null;
    }
}
