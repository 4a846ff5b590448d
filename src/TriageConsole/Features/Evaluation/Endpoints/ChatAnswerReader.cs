using System.Globalization;
using System.Text;
using System.Text.Json;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>
/// Reads chat completions as endpoints send them in practice. Error messages of an endpoint are shown, shortened and without the key.
/// Content that is not a chat completion is not shown, because it can come from any service.
/// </summary>
internal static class ChatAnswerReader
{
    private const int MaxErrorChars = 300;
    private const int MaxReasonChars = 40;

    /// <summary>Returns the text of the first choice, or why there is none.</summary>
    public static ChatReply Read(ReadOnlySpan<byte> bytes, double latencyMs, string? key)
    {
        ChatReply Malformed(string why) => new(null, latencyMs, $"The endpoint's response is malformed: {why}");
        var body = Decode(bytes);
        if (body.Length == 0)
            return Malformed("it is empty.");
        if (body[0] == '<')
            return Malformed("it is a web page, not JSON. Check the address.");
        if (
            body[0] == ':'
            || body.StartsWith("data:", StringComparison.Ordinal)
            || body.StartsWith("event:", StringComparison.Ordinal)
            || body.StartsWith("id:", StringComparison.Ordinal)
        )
            return Malformed("it is an event stream, which was not requested.");
        using var document = Parse(body);
        if (document is null)
            return Malformed("it is not JSON.");
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return Malformed("it is not a JSON object.");
        if (ErrorOf(root, key) is { } error)
            return new ChatReply(null, latencyMs, $"The endpoint returned an error: {error}", IsAway: IsPassing(root));
        if (SafeJson.Find(root, "choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
            return Malformed("it has no choices.");
        return choices[0].ValueKind == JsonValueKind.Object
            ? Choice(choices[0], latencyMs, key)
            : Malformed("its first choice is not an object.");
    }

    /// <summary>The error message of the endpoint in one line; null if there is none.</summary>
    public static string? Error(ReadOnlySpan<byte> bytes, string? key)
    {
        using var document = Parse(Decode(bytes));
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return null;
        // {"error": …} in the OpenAI format, {"object": "error", "message": …} in others.
        return ErrorOf(root, key) ?? (Text(root, "object") == "error" ? Words(Text(root, "message"), key) : null);
    }

    /// <summary>Removes the key from a text, in case the endpoint repeats it.</summary>
    public static string Hide(string text, string? key) =>
        string.IsNullOrEmpty(key) ? text : text.Replace(key, "…", StringComparison.Ordinal);

    private static ChatReply Choice(JsonElement choice, double latencyMs, string? key)
    {
        var reason = Words(Text(choice, "finish_reason"), key) is { } words ? Texts.Cut(words, MaxReasonChars) : null;
        ChatReply Malformed(string why) =>
            new(null, latencyMs, $"The endpoint's response is malformed: {why}{(reason is null ? "" : $" (finish_reason: {reason})")}.");
        if (ErrorOf(choice, key) is { } error)
            return new ChatReply(null, latencyMs, $"The endpoint returned an error: {error}", IsAway: IsPassing(choice));
        if (SafeJson.Find(choice, "message") is not { ValueKind: JsonValueKind.Object } message)
            return Malformed("its first choice has no message");
        var text = Content(SafeJson.Find(message, "content"));
        var refused = string.IsNullOrWhiteSpace(text);
        if (refused)
            text = Text(message, "refusal");
        if (string.IsNullOrWhiteSpace(text))
            return Malformed(
                SafeJson.Find(message, "tool_calls") is { ValueKind: JsonValueKind.Array } calls && calls.GetArrayLength() > 0
                    ? "its message calls a tool and has no text"
                    : "its message has no text"
            );
        if (text.Length > OutputLines.MaxChars)
            return Malformed($"its text is longer than {OutputLines.MaxChars} characters");
        var notes = string.Join(
            ' ',
            new[] { refused ? "The model refused. The text is its refusal." : null, NoteOf(reason) }.Where(n => n is not null)
        );
        var isCut = IsAtLimit(reason) || IsFiltered(reason);
        return new ChatReply(Texts.Storable(text), latencyMs, null, Note: notes.Length == 0 ? null : notes, IsCut: isCut);
    }

    /// <summary>
    /// Notes every end except the natural one: an evaluator fails a truncated response for another reason than a bad one.
    /// </summary>
    private static string? NoteOf(string? reason) =>
        reason?.ToLowerInvariant() switch
        {
            null or "stop" => null,
            _ when IsAtLimit(reason) => $"The response was truncated at the length limit (finish_reason: {reason}).",
            _ when IsFiltered(reason) => $"The content filter of the endpoint ended the response (finish_reason: {reason}).",
            _ => $"finish_reason: {reason}.",
        };

    private static bool IsAtLimit(string? reason) => reason?.ToLowerInvariant() is "length" or "max_tokens" or "model_length";

    private static bool IsFiltered(string? reason) => string.Equals(reason, "content_filter", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text, or the concatenated text parts. Other parts (thinking, images) are left out.</summary>
    private static string? Content(JsonElement? content) =>
        content switch
        {
            { ValueKind: JsonValueKind.String } text => SafeJson.Text(text),
            { ValueKind: JsonValueKind.Array } parts => string.Concat(
                parts
                    .EnumerateArray()
                    .Select(p => p.ValueKind == JsonValueKind.Object ? Text(p, "text") ?? Text(p, "refusal") : SafeJson.Text(p))
            ),
            _ => null,
        };

    private static string? ErrorOf(JsonElement parent, string? key) =>
        SafeJson.Find(parent, "error") switch
        {
            { ValueKind: JsonValueKind.Object } error => Words(
                Text(error, "message") ?? Text(error, "detail") ?? Text(error, "type") ?? Text(error, "code"),
                key
            ),
            { ValueKind: JsonValueKind.String } error => Words(SafeJson.Text(error), key),
            _ => null,
        };

    /// <summary>An error with a temporary HTTP status: too many requests or a server error.</summary>
    private static bool IsPassing(JsonElement parent) =>
        SafeJson.Find(parent, "error") is { ValueKind: JsonValueKind.Object } error
        && SafeJson.Find(error, "code") is { } code
        && int.TryParse(
            code.ValueKind == JsonValueKind.Number ? code.GetRawText() : SafeJson.Text(code),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var status
        )
        && status is 408 or 429 or (>= 500 and < 600);

    private static string? Words(string? text, string? key) =>
        string.IsNullOrWhiteSpace(text) ? null : Texts.Cut(Hide(Texts.Storable(text), key).ReplaceLineEndings(" ").Trim(), MaxErrorChars);

    private static string? Text(JsonElement parent, string name) => SafeJson.Find(parent, name) is { } value ? SafeJson.Text(value) : null;

    private static JsonDocument? Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(StoredJson.Readable(body));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Decodes UTF-8, or UTF-16 by its byte order mark. Invalid bytes become U+FFFD. Marks and white space before the JSON are removed.
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        return encoding.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
    }
}
