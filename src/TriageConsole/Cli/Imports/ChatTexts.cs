using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Cli.Imports;

/// <summary>Input, output and messages from the payloads that tools store: texts, messages, or whole requests and responses.</summary>
internal static class ChatTexts
{
    /// <summary>The messages of a request, or of a list of messages; null if the payload has none.</summary>
    public static JsonArray? Messages(JsonElement? payload)
    {
        if (payload is null)
            return null;
        var opened = JsonFields.Opened(payload.Value);
        if (opened.ValueKind == JsonValueKind.Object && opened.Find("messages") is { ValueKind: JsonValueKind.Array } inside)
            opened = inside;
        return
            opened.ValueKind == JsonValueKind.Array
            && opened.GetArrayLength() > 0
            && opened.EnumerateArray().All(m => m.ValueKind == JsonValueKind.Object && m.Text("role") is not null)
            ? JsonNode.Parse(opened.GetRawText())!.AsArray()
            : null;
    }

    /// <summary>What the user asked last, or the payload itself.</summary>
    public static string? Input(JsonElement? payload)
    {
        if (Messages(payload) is not { } messages)
            return Plain(payload);
        var last = messages.LastOrDefault(m => m?["role"]?.ToString() == "user") ?? messages[^1];
        return ContentOf(JsonDocument.Parse(last!.ToJsonString()).RootElement);
    }

    /// <summary>What the model answered: the text of a message, of the first choice, or the payload itself.</summary>
    public static string? Output(JsonElement? payload)
    {
        if (payload is null)
            return null;
        var opened = JsonFields.Opened(payload.Value);
        if (opened.ValueKind == JsonValueKind.Array && opened.GetArrayLength() == 1 && opened[0].ValueKind == JsonValueKind.Object)
            opened = opened[0];
        if (opened.ValueKind != JsonValueKind.Object)
            return Plain(payload);
        if (opened.Find("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0)
            opened = choices[0].Find("message") ?? choices[0];
        return ContentOf(opened) ?? Plain(payload);
    }

    /// <summary>The conversation: the messages of the request and the answer.</summary>
    public static JsonArray? Conversation(JsonElement? request, string? output)
    {
        if (Messages(request) is not { } messages)
            return null;
        if (output is not null)
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = output });
        return messages;
    }

    private static string? ContentOf(JsonElement message) =>
        message.Find("content", "text") switch
        {
            { ValueKind: JsonValueKind.String } text => JsonFields.AsText(text),
            { ValueKind: JsonValueKind.Array } parts => string.Join(
                "\n",
                parts.EnumerateArray().Select(p => p.Text("text")).OfType<string>()
            ),
            _ => message.Find("tool_calls") is { } calls ? calls.GetRawText() : null,
        };

    private static string? Plain(JsonElement? payload) =>
        payload switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => JsonFields.AsText(text),
            { } other => other.GetRawText(),
        };
}
