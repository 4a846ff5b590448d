using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Client;

/// <summary>Writes values of applications without reflection.</summary>
internal static class JsonValues
{
    /// <summary>Deeper values are written as text. The server accepts 64 levels.</summary>
    private const int MaxDepth = 32;

    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    /// <summary>The contract has times to the microsecond.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));

    public static void WriteNumberOrNothing(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value && double.IsFinite(value))
            json.WriteNumber(name, value);
    }

    public static void WriteNumberOrNothing(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
    }

    public static void WriteError(this Utf8JsonWriter json, string? kind, string? message)
    {
        if (kind is null && message is null)
            return;
        json.WriteStartObject("error");
        json.WriteString("kind", kind ?? "error");
        json.WriteText("message", message);
        json.WriteEndObject();
    }

    public static void WriteList(this Utf8JsonWriter json, string name, IReadOnlyList<string>? list)
    {
        if (list is not { Count: > 0 })
            return;
        json.WriteStartArray(name);
        foreach (var text in list)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    public static void WriteMap(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, object?>? map)
    {
        if (map is not { Count: > 0 })
            return;
        json.WritePropertyName(name);
        json.WriteMap(map, 1);
    }

    /// <summary>Writes any value. What JSON has no form for is written as text, and a number that is not finite as null.</summary>
    public static void WriteAny(this Utf8JsonWriter json, object? value, int depth = 0)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double or float or Half:
                WriteFinite(json, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case int or long or short or sbyte or byte or ushort or uint:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                json.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case JsonNode node:
                node.WriteTo(json);
                break;
            case IReadOnlyDictionary<string, object?> map when depth < MaxDepth:
                json.WriteMap(map, depth + 1);
                break;
            case IDictionary map when depth < MaxDepth:
                WriteEntries(json, map, depth + 1);
                break;
            case IEnumerable list when depth < MaxDepth:
                json.WriteStartArray();
                foreach (var item in list)
                    json.WriteAny(item, depth + 1);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteMap(this Utf8JsonWriter json, IReadOnlyDictionary<string, object?> map, int depth)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map)
        {
            json.WritePropertyName(name);
            json.WriteAny(value, depth);
        }

        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, IDictionary map, int depth)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            json.WriteAny(entry.Value, depth);
        }

        json.WriteEndObject();
    }

    private static void WriteFinite(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteNullValue();
    }
}
