using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Events;

namespace TriageConsole.Cli.Imports;

/// <summary>Reads fields of records whose exact form differs between versions of a tool.</summary>
internal static class JsonFields
{
    /// <summary>The first of the fields that is there and not null. A name with dots is also looked for inside objects.</summary>
    public static JsonElement? Find(this JsonElement record, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (At(record, name) is { } value)
                return value;
        return null;
    }

    public static string? Text(this JsonElement record, params ReadOnlySpan<string> names) =>
        record.Find(names) is { } value ? AsText(value) : null;

    public static double? Number(this JsonElement record, params ReadOnlySpan<string> names) =>
        record.Find(names) switch
        {
            { ValueKind: JsonValueKind.Number } n when n.TryGetDouble(out var number) => number,
            { ValueKind: JsonValueKind.String } s
                when double.TryParse(s.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    /// <summary>A text, a number or a boolean as text. Null for an empty text, which exports write for a missing value.</summary>
    public static string? AsText(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => SafeJson.Text(value) is { Length: > 0 } text ? text : null,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };

    public static JsonNode? Node(JsonElement? value) => value is { } v ? JsonNode.Parse(v.GetRawText()) : null;

    /// <summary>A time with or without an offset; one without is in UTC. Null for anything else.</summary>
    public static DateTimeOffset? Time(this JsonElement record, params ReadOnlySpan<string> names) =>
        DateTimeOffset.TryParse(record.Text(names), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>Exports often write objects and lists as a text of JSON. Any other text stays as it is.</summary>
    public static JsonElement Opened(JsonElement value)
    {
        if (
            value.ValueKind != JsonValueKind.String
            || SafeJson.Text(value) is not { } text
            || text.AsSpan().TrimStart() is not ['{' or '[', ..]
        )
            return value;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return value;
        }
    }

    /// <summary>Sets a field if there is a value.</summary>
    public static void Put(this JsonObject line, string name, JsonNode? value)
    {
        if (value is not null)
            line[name] = value;
    }

    private static JsonElement? At(JsonElement record, string name)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return null;
        if (record.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            return value;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = name.IndexOf('.', dot + 1))
            if (record.TryGetProperty(name[..dot], out var inner) && At(inner, name[(dot + 1)..]) is { } found)
                return found;
        return null;
    }
}
