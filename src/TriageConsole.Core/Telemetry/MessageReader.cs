using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Reads messages in the forms that emitters use: arrays of messages, one message, an object with <c>messages</c>, or the response of a
/// model with <c>choices</c>. The content of a message stays as it was sent; the console shows all of these forms. Calls of tools and their
/// results that are items of their own, as in OpenAI's Responses API, become messages.
/// </summary>
internal static class MessageReader
{
    private static readonly string[] Contents =
    [
        "content",
        "parts",
        "tool_calls",
        "text",
        "function_call",
        "reasoning_content",
        "reasoning",
        "refusal",
        "audio",
        "contents",
    ];

    /// <summary>
    /// Copies of the messages. Items of a conversation that are no messages, such as the reasoning of a model, and messages without content
    /// are left out. Null if no message is left.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="role">The role of a message without one.</param>
    public static JsonArray? Read(JsonNode? value, string role)
    {
        List<JsonNode?>? items = value switch
        {
            JsonArray array => [.. array],
            JsonObject o when JsonValues.Structure(o["messages"]) is JsonArray messages => [.. messages],
            JsonObject o when o["choices"] is JsonArray choices => [.. choices.Select(c => JsonValues.Member(c, "message"))],
            JsonObject => [value],
            _ => null,
        };
        if (items is null)
            return null;
        var result = items.Select(i => Message(i, role)).OfType<JsonObject>().ToList();
        // Objects with a text, next to others without one, are some other list unless one of them has a role.
        var isConversation = result.Count == items.Count || items.Any(i => JsonValues.TextOf(i, "role") is not null || IsToolItem(i));
        return result.Count == 0 || !isConversation ? null : new JsonArray([.. result]);
    }

    /// <summary>Whether a message has more than its role and ids. Emitters that must not send texts still send messages.</summary>
    public static bool HasContent(JsonObject message) =>
        Contents.Any(name =>
            message[name] switch
            {
                null => false,
                JsonArray list => list.Count > 0,
                JsonObject members => members.Count > 0,
                var value => JsonValues.Text(value) is { Length: > 0 },
            }
        );

    /// <summary>The last text with this role if the text is JSON of messages, otherwise the text itself.</summary>
    public static string? TextIn(string? sent, string role) =>
        sent is null ? null : LastText(Read(JsonValues.Parse(sent), role), role) ?? sent;

    /// <summary>The text of the last message with this role; null if there is none with text.</summary>
    public static string? LastText(JsonArray? messages, string role)
    {
        for (var n = (messages?.Count ?? 0) - 1; n >= 0; n--)
            if (messages![n] is JsonObject message && IsRole(message, role) && TextOf(message) is { Length: > 0 } text)
                return text;
        return null;
    }

    /// <summary>The text of a message: its content, the texts of its parts, or why the model refused.</summary>
    public static string? TextOf(JsonObject message) =>
        ContentText(message["parts"] ?? message["content"] ?? message["text"]) is { Length: > 0 } text
            ? text
            : JsonValues.TextOf(message, "refusal");

    private static string? ContentText(JsonNode? content) =>
        content switch
        {
            JsonArray parts => PartTexts(parts),
            JsonObject one => JsonValues.TextOf(one, "text", "content"),
            _ => JsonValues.Text(content) is { } text ? SentParts(text) ?? text : null,
        };

    /// <summary>The texts of parts that an emitter sent as JSON in a text; null for any other text.</summary>
    private static string? SentParts(string text) =>
        text.AsSpan().TrimStart() is ['[', ..]
        && JsonValues.Parse(text) is JsonArray parts
        && parts.All(p => p is JsonObject part && (JsonValues.TextOf(part, "type") ?? (part.Count == 1 ? "text" : null)) is not null)
            ? PartTexts(parts)
            : null;

    private static string? PartTexts(JsonArray parts)
    {
        var texts = parts
            .Select(p => p is JsonObject part ? PartText(part) : JsonValues.Text(p))
            .Where(t => !string.IsNullOrEmpty(t))
            .ToList();
        return texts.Count == 0 ? null : string.Join('\n', texts);
    }

    private static string? PartText(JsonObject part) =>
        JsonValues.TextOf(part, "type") switch
        {
            null or "text" or "input_text" or "output_text" => JsonValues.TextOf(part, "content", "text"),
            "refusal" => JsonValues.TextOf(part, "refusal"),
            _ => null,
        };

    private static JsonObject? Message(JsonNode? item, string role) =>
        item is not JsonObject sent ? null
        : IsToolItem(sent) ? ToolMessage(sent)
        : HasContent(sent) && (sent.ContainsKey("role") || !sent.ContainsKey("type") || sent.ContainsKey("parts")) ? Complete(sent, role)
        : null;

    private static bool IsToolItem(JsonNode? item) =>
        JsonValues.TextOf(item, "type") is "function_call" or "function_call_output" or "custom_tool_call" or "custom_tool_call_output";

    private static JsonObject ToolMessage(JsonObject item)
    {
        var id = (item["call_id"] ?? item["id"])?.DeepClone();
        if (item.ContainsKey("output"))
            return new JsonObject
            {
                ["role"] = "tool",
                ["tool_call_id"] = id,
                ["content"] = item["output"]?.DeepClone(),
            };
        var call = new JsonObject
        {
            ["id"] = id,
            ["name"] = item["name"]?.DeepClone(),
            ["arguments"] = (item["arguments"] ?? item["input"])?.DeepClone(),
        };
        return new JsonObject { ["role"] = "assistant", ["tool_calls"] = new JsonArray(Call(call)) };
    }

    private static bool IsRole(JsonObject message, string role) =>
        JsonValues.TextOf(message, "role")?.ToLowerInvariant() switch
        {
            "human" => role == "user",
            "ai" or "model" => role == "assistant",
            var sent => sent == role,
        };

    /// <summary>The message with a role first. Calls of tools in the older numbered form get the usual form.</summary>
    private static JsonObject Complete(JsonObject message, string role)
    {
        var result = new JsonObject { ["role"] = JsonValues.TextOf(message, "role") ?? role };
        foreach (var (name, value) in message)
            if (name != "role")
                result[name] =
                    name == "tool_calls" && JsonValues.Structure(value) is JsonArray calls
                        ? new JsonArray([.. calls.Select(Call)])
                        : value?.DeepClone();
        return result;
    }

    private static JsonNode? Call(JsonNode? call)
    {
        if (call is not JsonObject sent || sent.ContainsKey("function") || !sent.ContainsKey("name"))
            return call?.DeepClone();
        var function = new JsonObject { ["name"] = sent["name"]?.DeepClone(), ["arguments"] = sent["arguments"]?.DeepClone() };
        return new JsonObject
        {
            ["id"] = sent["id"]?.DeepClone(),
            ["type"] = "function",
            ["function"] = function,
        };
    }
}
