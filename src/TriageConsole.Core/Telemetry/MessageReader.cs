using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// Reads messages in the forms that emitters use: arrays of messages, one message, an object with <c>messages</c>, or the response of a
/// model with <c>choices</c>. The content of a message stays as it was sent; the console shows all of these forms.
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
        "refusal",
        "contents",
    ];

    /// <summary>Copies of the messages; null if the value has none.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="role">The role of a message without one.</param>
    public static JsonArray? Read(JsonNode? value, string role)
    {
        var list = value switch
        {
            JsonArray array => array,
            JsonObject o when JsonValues.Structure(o["messages"]) is JsonArray messages => messages,
            JsonObject o when o["choices"] is JsonArray choices => new JsonArray([
                .. choices.Select(c => JsonValues.Member(c, "message")?.DeepClone()),
            ]),
            JsonObject o when IsMessage(o) => new JsonArray(o.DeepClone()),
            _ => null,
        };
        if (list is null)
            return null;
        var result = new JsonArray();
        foreach (var item in list)
        {
            if (item is not JsonObject message || !IsMessage(message))
                return null;
            result.Add(Complete(message, role));
        }

        return result.Count == 0 ? null : result;
    }

    /// <summary>The text of the last message with this role; null if there is none with text.</summary>
    public static string? LastText(JsonArray? messages, string role)
    {
        for (var n = (messages?.Count ?? 0) - 1; n >= 0; n--)
            if (messages![n] is JsonObject message && IsRole(message, role) && TextOf(message) is { Length: > 0 } text)
                return text;
        return null;
    }

    /// <summary>The text of a message: its content, or the texts of its parts.</summary>
    public static string? TextOf(JsonObject message)
    {
        var content = message["parts"] ?? message["content"] ?? message["text"];
        if (content is not JsonArray parts)
            return content is JsonObject one ? JsonValues.TextOf(one, "text", "content") : JsonValues.Text(content);
        var texts = parts
            .Select(p => p is JsonObject part ? PartText(part) : JsonValues.Text(p))
            .Where(t => !string.IsNullOrEmpty(t))
            .ToList();
        return texts.Count == 0 ? null : string.Join('\n', texts);
    }

    private static string? PartText(JsonObject part) =>
        JsonValues.TextOf(part, "type") is null or "text" or "input_text" or "output_text"
            ? JsonValues.TextOf(part, "content", "text")
            : null;

    private static bool IsMessage(JsonObject value) =>
        Contents.Any(value.ContainsKey) && (value.ContainsKey("role") || !value.ContainsKey("type") || value.ContainsKey("parts"));

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
