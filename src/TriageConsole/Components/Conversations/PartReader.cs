using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using TriageConsole.Core;
using TriageConsole.Core.Events;

namespace TriageConsole.Components.Conversations;

/// <summary>
/// Parses message parts of the common formats (OpenAI chat and responses, Anthropic, Gemini, OpenTelemetry, OpenInference, LangChain).
/// Unknown parts are kept as JSON, so no content is omitted.
/// </summary>
internal static partial class PartReader
{
    /// <summary>The JSON of one part is cut at this length, because pages must stay small.</summary>
    private const int MaxCharacters = 20_000;

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = StoredJson.MaxDepth,
    };

    /// <summary>Adds the parts of a content value.</summary>
    public static void Add(List<TurnPart> parts, JsonElement value, bool isResult = false)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            case JsonValueKind.Array:
                foreach (var part in value.EnumerateArray())
                    Add(parts, part, isResult);
                break;
            case JsonValueKind.Object:
                AddPart(parts, value);
                break;
            case JsonValueKind.String when !isResult:
                AddText(parts, value.GetString()!);
                break;
            default:
                if (Said(value) is { Length: > 0 } text)
                    parts.Add(new TurnPart(isResult ? TurnPartKind.Result : TurnPartKind.Text, "", isResult ? Readable(text) : text));
                break;
        }
    }

    /// <summary>Adds a tool call.</summary>
    public static void AddCall(List<TurnPart> parts, JsonElement call)
    {
        if (Member(call, "tool_call") is { ValueKind: JsonValueKind.Object } inner)
            call = inner;
        var function = Member(call, "function", "custom", "functionCall") is { ValueKind: JsonValueKind.Object } named ? named : call;
        var name =
            Text(Member(function, "name", "tool_name", "toolName", "function.name", "tool_call.function.name"))
            ?? Text(Member(call, "tool_call.function.name", "type"))
            ?? "tool";
        var arguments =
            Member(function, "arguments", "input", "args", "parameters", "function.arguments", "tool_call.function.arguments")
            ?? Member(call, "tool_call.function.arguments", "arguments", "input", "args");
        parts.Add(new TurnPart(TurnPartKind.Call, name, arguments is { } a && Said(a).Trim() is not ("" or "{}") ? Readable(Said(a)) : ""));
    }

    /// <summary>Adds text. Lines of the form <c>[tool_call] name(…)</c> become tool calls.</summary>
    public static void AddText(List<TurnPart> parts, string text)
    {
        var at = 0;
        foreach (Match call in CallPattern().Matches(text))
        {
            AddPlain(parts, text[at..call.Index]);
            var arguments = call.Groups[2].Value;
            parts.Add(new TurnPart(TurnPartKind.Call, call.Groups[1].Value, arguments.Trim() is "" or "{}" ? "" : Readable(arguments)));
            at = call.Index + call.Length;
        }

        AddPlain(parts, text[at..]);
    }

    /// <summary>Indents JSON objects and arrays and returns other text unchanged.</summary>
    public static string Readable(string text)
    {
        if (text.AsSpan().Trim() is not { Length: >= 2 } trimmed || trimmed[0] is not ('{' or '['))
            return text;
        using var document = StoredJson.Parse(text);
        return document is null ? text : Texts.Cut(JsonSerializer.Serialize(document.RootElement, Pretty), MaxCharacters);
    }

    /// <summary>A value as text: strings unchanged, everything else as JSON.</summary>
    public static string Said(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => value.GetRawText(),
        };

    /// <summary>The first of these members that exists and is not null.</summary>
    public static JsonElement? Member(JsonElement? parent, params ReadOnlySpan<string> names)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } o)
            return null;
        foreach (var name in names)
            if (o.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value;
        return null;
    }

    public static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static TurnPart Data(JsonElement value, string title = "") =>
        new(TurnPartKind.Data, title.Length > 0 ? title : Text(Member(value, "type", "kind")) ?? "data", Readable(value.GetRawText()));

    private static void AddPart(List<TurnPart> parts, JsonElement part)
    {
        if (Member(part, "message_content") is { ValueKind: JsonValueKind.Object } inner)
            part = inner;
        var type = (Text(Member(part, "type", "message_content.type")) ?? Guess(part)).ToLowerInvariant();
        switch (type)
        {
            case "text" or "input_text" or "output_text" or "summary_text":
                if (Member(part, "text", "content", "value", "message_content.text") is not { } words)
                    parts.Add(Data(part));
                else
                    AddText(parts, Text(Member(words, "value")) ?? Said(words));
                break;
            case "refusal":
                parts.Add(new TurnPart(TurnPartKind.Refusal, "Refusal", Said(Member(part, "refusal", "text", "content") ?? part)));
                break;
            case "thinking" or "reasoning" or "reasoning_text" or "redacted_thinking":
                parts.Add(
                    new TurnPart(
                        TurnPartKind.Thinking,
                        type.Replace('_', ' '),
                        Inner(Member(part, "thinking", "text", "content", "summary", "reasoning") ?? part)
                    )
                );
                break;
            case "tool_use"
            or "server_tool_use"
            or "mcp_tool_use"
            or "tool_call"
            or "tool-call"
            or "function_call"
            or "custom_tool_call"
            or "function"
            or "functioncall":
                AddCall(parts, part);
                break;
            case "tool_result"
            or "tool-result"
            or "mcp_tool_result"
            or "web_search_tool_result"
            or "tool_call_response"
            or "function_call_output"
            or "custom_tool_call_output"
            or "functionresponse":
                parts.Add(Result(part));
                break;
            case "image_url"
            or "input_image"
            or "image"
            or "input_audio"
            or "audio"
            or "input_file"
            or "file"
            or "document"
            or "video"
            or "blob"
            or "uri"
            or "inlinedata"
            or "filedata":
                parts.Add(new TurnPart(TurnPartKind.Media, Words(type), Media(part)));
                break;
            default:
                parts.Add(Data(part));
                break;
        }
    }

    /// <summary>Infers the type of a part without a type from its members.</summary>
    private static string Guess(JsonElement part)
    {
        foreach (
            var (member, type) in new[]
            {
                ("functionCall", "functioncall"),
                ("functionResponse", "functionresponse"),
                ("inlineData", "inlinedata"),
                ("fileData", "filedata"),
                ("refusal", "refusal"),
                ("text", "text"),
                ("message_content.text", "text"),
                ("image_url", "image_url"),
            }
        )
            if (Member(part, member) is not null)
                return type;
        return "";
    }

    private static TurnPart Result(JsonElement part)
    {
        if (Member(part, "functionResponse") is { ValueKind: JsonValueKind.Object } inner)
            part = inner;
        var said = Member(part, "content", "output", "response", "result") ?? default;
        var failed = Member(part, "is_error") is { ValueKind: JsonValueKind.True } ? "error" : "";
        return new TurnPart(TurnPartKind.Result, Text(Member(part, "name")) ?? failed, Inner(said));
    }

    /// <summary>The content of nested parts: texts joined by line breaks, anything else as JSON.</summary>
    private static string Inner(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String)
            return Readable(value.GetString()!);
        if (
            value.ValueKind is JsonValueKind.Array
            && value.EnumerateArray().All(p => p.ValueKind == JsonValueKind.String || Text(Member(p, "text")) is not null)
        )
            return string.Join("\n", value.EnumerateArray().Select(p => Text(p) ?? Text(Member(p, "text"))));
        return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : Readable(value.GetRawText());
    }

    /// <summary>The location of media as text. Media are never loaded. For embedded data only the length is shown.</summary>
    private static string Media(JsonElement part)
    {
        var source =
            Member(
                part,
                "image_url",
                "source",
                "input_audio",
                "audio",
                "file",
                "document",
                "inlineData",
                "fileData",
                "image",
                "message_content.image",
                "image.url"
            ) ?? part;
        if (Member(source, "image", "image_url") is { } nested)
            source = nested;
        var place = Text(source) ?? Text(Member(source, "url", "uri", "fileUri", "file_url", "file_id", "image.url", "filename", "title"));
        if (place is not null && place.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            place =
                $"{place[..(place.IndexOf(',', StringComparison.Ordinal) is > 0 and < 100 and var cut ? cut : Math.Min(place.Length, 40))]}"
                + $", {Figures.Count(place.Length)} characters";
        if (place is not null)
            return place;
        return Text(Member(source, "data", "content")) is { } data
            ? $"{Text(Member(source, "media_type", "mime_type", "mimeType", "format")) ?? "data"}, {Figures.Count(data.Length)} characters"
            : Readable(part.GetRawText());
    }

    private static string Words(string type) =>
        type switch
        {
            "image_url" or "input_image" or "image" => "image",
            "input_audio" or "audio" => "audio",
            "input_file" or "file" or "filedata" => "file",
            "inlinedata" or "blob" or "uri" => "attachment",
            _ => type,
        };

    private static void AddPlain(List<TurnPart> parts, string text)
    {
        text = text.Trim('\n', '\r');
        if (!string.IsNullOrWhiteSpace(text))
            parts.Add(new TurnPart(TurnPartKind.Text, "", text));
    }

    // Match to the end of the line: arguments can contain brackets, and line feeds in them are escaped.
    [GeneratedRegex(@"^\[tool_call\] ([\w.\-]{1,200})\((.*)\)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex CallPattern();
}
