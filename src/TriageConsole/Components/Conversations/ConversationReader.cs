using System.Text.Json;
using TriageConsole.Core.Events;
using static TriageConsole.Components.Conversations.PartReader;

namespace TriageConsole.Components.Conversations;

/// <summary>
/// Parses stored conversations into turns, the same way for every page. No input makes it throw, and no content is omitted.
/// </summary>
public static class ConversationReader
{
    /// <summary>Item types that are turns without a role.</summary>
    private static readonly string[] Calls = ["function_call", "custom_tool_call", "tool_use"];

    private static readonly string[] Results = ["function_call_output", "custom_tool_call_output", "tool_result"];

    private static readonly string[] KnownParts =
    [
        "text",
        "input_text",
        "output_text",
        "refusal",
        "thinking",
        "reasoning",
        "tool_use",
        "tool_call",
        "function_call",
        "tool_result",
        "tool_call_response",
        "function_call_output",
        "image_url",
        "input_image",
        "image",
        "input_audio",
        "input_file",
        "file",
        "message",
    ];

    private static readonly string[] MetadataFields =
    [
        "role",
        "from",
        "author",
        "name",
        "id",
        "type",
        "status",
        "message.role",
        "tool_call_id",
        "model",
        "usage",
        "metadata",
        "response_metadata",
        "usage_metadata",
        "score",
        "scores",
        "finish_reason",
        "stop_reason",
        "created",
        "created_at",
        "index",
        "weight",
    ];

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = StoredJson.MaxDepth };

    /// <summary>The turns of the stored messages. If there are none, the input becomes a user turn.</summary>
    public static IReadOnlyList<Turn> Read(string? messages, string? input = null)
    {
        using var document = StoredJson.Parse(messages);
        var turns = new List<Turn>();
        if (document?.RootElement is { } root)
            AddAll(turns, root);
        else if (!string.IsNullOrWhiteSpace(messages))
            turns.Add(Plain("message", messages));
        return turns.Count > 0 || string.IsNullOrEmpty(input) ? turns : OfText("user", input);
    }

    /// <summary>Converts text to turns. Text that is JSON of messages or parts is parsed as such.</summary>
    public static IReadOnlyList<Turn> OfText(string role, string text) =>
        Structured(role, text) is { Count: > 0 } turns ? turns : [Plain(role, text)];

    /// <summary>Parses text that is JSON of messages or parts. Empty for any other text.</summary>
    public static IReadOnlyList<Turn> Structured(string role, string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return [];
        using var document = StoredJson.Parse(text);
        if (document is null || !IsStructured(document.RootElement))
            return [];
        var root = document.RootElement;
        var turns = new List<Turn>();
        if (root.ValueKind == JsonValueKind.Array && !root.EnumerateArray().Any(IsMessage))
        {
            var parts = new List<TurnPart>();
            Add(parts, root);
            turns.Add(new Turn(role, Written(root), parts));
        }
        else
        {
            AddAll(turns, root, role);
        }

        return turns.ConvertAll(t => t with { Message = null });
    }

    /// <summary>The number of stored messages; 0 for a text that is not JSON.</summary>
    public static int CountMessages(string? messages)
    {
        using var document = StoredJson.Parse(messages);
        return document?.RootElement is { } root ? MessagesOf(root)?.GetArrayLength() ?? 1 : 0;
    }

    /// <summary>Indents JSON objects and arrays and returns other text unchanged.</summary>
    public static string Readable(string text) => PartReader.Readable(text);

    private static Turn Plain(string role, string text)
    {
        var parts = new List<TurnPart>();
        AddText(parts, text);
        return new Turn(role, text, parts);
    }

    private static void AddAll(List<Turn> turns, JsonElement root, string role = "user")
    {
        if (MessagesOf(root) is not { } messages)
        {
            AddTurn(turns, root, role, 0);
            return;
        }

        var index = 0;
        foreach (var message in messages.EnumerateArray())
            AddTurn(turns, message, role, index++);
    }

    /// <summary>The array of messages; null if the value is a single message.</summary>
    private static JsonElement? MessagesOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root
        : Member(root, "messages", "contents", "input_messages") is { ValueKind: JsonValueKind.Array } list ? list
        : null;

    private static void AddTurn(List<Turn> turns, JsonElement message, string role, int index)
    {
        if (message.ValueKind is JsonValueKind.Null)
            return;
        if (message.ValueKind != JsonValueKind.Object)
        {
            turns.Add(Plain(role, Said(message)) with { Message = index });
            return;
        }

        // OpenInference wraps the whole message; LangChain wraps its fields in "data".
        if (Member(message, "message") is { ValueKind: JsonValueKind.Object } wrapped)
            message = wrapped;
        if (Member(message, "data") is { ValueKind: JsonValueKind.Object } data && Member(message, "content", "role") is null)
            message = Merge(message, data);
        turns.Add(Read(message, role) with { Message = index });
    }

    private static Turn Read(JsonElement message, string fallback)
    {
        var parts = new List<TurnPart>();
        var type = Text(Member(message, "type"));
        var role = RoleOf(message, type, fallback);
        if (Calls.Contains(type))
        {
            AddCall(parts, message);
            return new Turn(role, "", parts);
        }

        if (Results.Contains(type))
        {
            Add(parts, message);
            return new Turn(role, "", parts);
        }

        var isResult = role is "tool" or "function";
        if (Text(Member(message, "reasoning_content", "reasoning")) is { Length: > 0 } reasoning)
            parts.Add(new TurnPart(TurnPartKind.Thinking, "reasoning", reasoning));
        var written = new List<string>();
        foreach (var name in new[] { "content", "message.content", "text", "value", "parts", "contents", "message.contents" })
        {
            if (Member(message, name) is not { } content)
                continue;
            Add(parts, content, isResult);
            if (Written(content) is { Length: > 0 } words)
                written.Add(words);
        }

        if (Text(Member(message, "refusal")) is { Length: > 0 } refusal)
            parts.Add(new TurnPart(TurnPartKind.Refusal, "Refusal", refusal));
        if (Text(Member(Member(message, "audio"), "transcript")) is { Length: > 0 } transcript)
        {
            parts.Add(new TurnPart(TurnPartKind.Text, "", transcript));
            written.Add(transcript);
        }

        if (Member(message, "tool_calls", "message.tool_calls", "toolCalls") is { ValueKind: JsonValueKind.Array } calls)
            foreach (var call in calls.EnumerateArray())
                AddCall(parts, call);
        if (Member(message, "function_call", "message.function_call") is { ValueKind: JsonValueKind.Object } function)
            AddCall(parts, function);
        if (parts.Count == 0 && More(message) is { } more)
            parts.Add(PartReader.Data(more, "message"));
        if (isResult && Text(Member(message, "name", "tool_name", "tool_call_id")) is { } named)
            for (var at = 0; at < parts.Count; at++)
                if (parts[at] is { Kind: TurnPartKind.Result, Title: "" } unnamed)
                    parts[at] = unnamed with { Title = named };
        return new Turn(role, string.Join("\n", written), parts);
    }

    /// <summary>The text of a content exactly as sent: the offsets of labelers' text spans refer to it.</summary>
    private static string Written(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Join("\n", content.EnumerateArray().Select(Written).Where(t => t.Length > 0)),
            JsonValueKind.Object => Text(Member(Member(content, "message_content") ?? content, "text", "message_content.text")) ?? "",
            _ => "",
        };

    private static string RoleOf(JsonElement message, string? type, string fallback) =>
        Text(Member(message, "role", "message.role", "from", "author")) switch
        {
            "model" or "ai" or "gpt" or "bot" => "assistant",
            "human" => "user",
            { Length: > 0 } role => role,
            _ => type switch
            {
                "human" => "user",
                "ai" => "assistant",
                "system" or "tool" => type,
                _ when Calls.Contains(type) || type is "reasoning" => "assistant",
                _ when Results.Contains(type) => "tool",
                _ => fallback,
            },
        };

    /// <summary>
    /// The fields of a message that no known format defines; null if there are none. Model metadata is left out because labelers see the
    /// result.
    /// </summary>
    private static JsonElement? More(JsonElement message)
    {
        var more = message
            .EnumerateObject()
            .Where(p =>
                !MetadataFields.Contains(p.Name)
                && p.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
                && !(p.Value.ValueKind is JsonValueKind.String && p.Value.GetString()!.Length == 0)
                && !(p.Value.ValueKind is JsonValueKind.Array && p.Value.GetArrayLength() == 0)
            )
            .GroupBy(p => p.Name)
            .ToDictionary(g => g.Key, g => g.Last().Value);
        return more.Count == 0 ? null : JsonSerializer.SerializeToElement(more, Deep);
    }

    private static bool IsMessage(JsonElement value) =>
        Member(value, "role", "message.role", "message", "from") is not null
        && Member(value, "content", "message.content", "message", "parts", "tool_calls", "function_call", "value", "contents") is not null;

    private static bool IsStructured(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.GetArrayLength() > 0
                && value.EnumerateArray().All(p => IsMessage(p) || KnownParts.Contains(Text(Member(p, "type")))),
            JsonValueKind.Object => IsMessage(value)
                || Member(value, "tool_calls") is { ValueKind: JsonValueKind.Array }
                || Member(value, "messages") is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(IsMessage)
                || (KnownParts.Contains(Text(Member(value, "type"))) && value.EnumerateObject().Count() > 1),
            _ => false,
        };

    private static JsonElement Merge(JsonElement outer, JsonElement inner)
    {
        var fields = outer
            .EnumerateObject()
            .Where(p => p.Name != "data")
            .Concat(inner.EnumerateObject())
            .GroupBy(p => p.Name)
            .ToDictionary(g => g.Key, g => g.First().Value);
        return JsonSerializer.SerializeToElement(fields, Deep);
    }
}
