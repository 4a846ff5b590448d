using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Replaces an exact text by a mask of the same length. The length stays because labels mark spans of a text by position.
/// </summary>
public static class TextRedaction
{
    /// <summary>A shorter text would also be found inside other words.</summary>
    public const int MinLength = 3;

    /// <summary>Maximum length of a text to redact.</summary>
    public const int MaxLength = 1000;

    private const char Block = '█';

    private static readonly JsonWriterOptions Written = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = StoredJson.MaxDepth,
    };

    /// <summary>What replaces the text.</summary>
    public static string Mask(string text) => new(Block, text.Length);

    /// <summary>Redacts a plain text. If it is JSON, escaped occurrences are found too.</summary>
    /// <param name="text">The stored text; null stays null.</param>
    /// <param name="find">The exact text to replace.</param>
    /// <param name="count">Increased by the number of replacements.</param>
    public static string? InText(string? text, string find, ref int count)
    {
        if (string.IsNullOrEmpty(text))
            return text;
        var found = Occurrences(text, find);
        if (found > 0)
            text = text.Replace(find, Mask(find), StringComparison.Ordinal);
        count += found;
        // Arguments of a tool call and structured responses are JSON inside a text.
        return text.AsSpan().TrimStart() is ['{' or '[', ..] ? InParsed(text, find, ref count) : text;
    }

    /// <summary>Redacts stored JSON: strings, names of properties and numbers. A text that is not JSON is redacted as plain text.</summary>
    /// <param name="json">The stored JSON; null stays null.</param>
    /// <param name="find">The exact text to replace.</param>
    /// <param name="count">Increased by the number of replacements.</param>
    public static string? InJson(string? json, string find, ref int count)
    {
        if (string.IsNullOrEmpty(json))
            return json;
        using var document = StoredJson.Parse(json);
        return document is null ? InText(json, find, ref count) : Rewritten(document.RootElement, json, find, ref count);
    }

    private static string InParsed(string text, string find, ref int count)
    {
        using var document = StoredJson.Parse(text);
        return document is null ? text : Rewritten(document.RootElement, text, find, ref count);
    }

    /// <summary>The JSON as it was if nothing is found in it.</summary>
    private static string Rewritten(JsonElement root, string json, string find, ref int count)
    {
        var found = 0;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Written))
            Write(writer, root, find, ref found);
        count += found;
        return found == 0 ? json : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, string find, ref int count)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(InText(property.Name, find, ref count)!);
                    Write(writer, property.Value, find, ref count);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, find, ref count);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(InText(element.GetString(), find, ref count));
                break;
            case JsonValueKind.Number when element.GetRawText().Contains(find, StringComparison.Ordinal):
                writer.WriteStringValue(InText(element.GetRawText(), find, ref count));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static int Occurrences(string text, string find)
    {
        var found = 0;
        for (
            var at = text.IndexOf(find, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(find, at + find.Length, StringComparison.Ordinal)
        )
            found++;
        return found;
    }
}
