using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Events;
using TriageConsole.Core.Redaction;

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

    /// <summary>A copy without personal data in its texts, property names and numbers, at any depth.</summary>
    public static JsonNode? Redacted(JsonNode? value, TextRedactor redactor)
    {
        if (value?.ToJsonString(TelemetryAttributes.Relaxed) is not { } json)
            return null;
        var redacted = redactor.Json(json)!;
        if (ReferenceEquals(redacted, json))
            return value.DeepClone();
        using var document = StoredJson.Parse(redacted);
        return document is null ? null : Copy(document.RootElement);
    }

    /// <summary>The element as nodes. Two names can have become the same placeholder, which an object of nodes cannot have: the last
    /// counts.</summary>
    private static JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Copy)]);
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in element.EnumerateObject())
                    copy[member.Name] = Copy(member.Value);
                return copy;
            default:
                return JsonValue.Create(element.Clone());
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
