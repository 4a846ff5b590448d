using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>
/// The body of a request for a chat completion (<c>messages</c>) or of the Responses API (<c>input</c>). Anything else reads as empty.
/// </summary>
internal sealed class ChatRequest : IDisposable
{
    private static readonly string[] NoParameters =
    [
        "messages",
        "model",
        "tools",
        "functions",
        "user",
        "metadata",
        // Texts of the Responses API; a prompt has its variables.
        "input",
        "instructions",
        "prompt",
    ];

    private readonly JsonDocument? document;

    private ChatRequest(JsonDocument? document) => this.document = document;

    public string? Model => Text("model");

    public string? User => Text("user") ?? Text("safety_identifier");

    private JsonElement Root => document?.RootElement ?? default;

    public static ChatRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = body.Length == 0 ? null : JsonDocument.Parse(body);
            if (document?.RootElement.ValueKind == JsonValueKind.Object)
                return new ChatRequest(document);
            document?.Dispose();
        }
        catch (JsonException)
        {
            // Cut, or not JSON.
        }

        return new ChatRequest(null);
    }

    /// <summary>The text of the last message of the user.</summary>
    public string? LastInput()
    {
        if (Text("input") is { } text)
            return text;
        if (Messages is not { ValueKind: JsonValueKind.Array } messages)
            return null;
        foreach (var message in messages.EnumerateArray().Reverse())
            if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueEquals("user"))
                return message.TryGetProperty("content", out var content) ? TextOf(content) : null;
        return null;
    }

    public void WriteMessages(Utf8JsonWriter json)
    {
        if (Text("instructions") is { } instructions)
            ResponseItems.WriteText(json, "system", instructions);
        if (Text("input") is { } text)
            ResponseItems.WriteText(json, "user", text);
        else if (Messages is { ValueKind: JsonValueKind.Array } messages)
            foreach (var message in messages.EnumerateArray())
                ResponseItems.WriteMessage(json, message);
    }

    /// <summary>The settings of the request: temperature, limits and so on.</summary>
    public void WriteParameters(Utf8JsonWriter json)
    {
        if (document is null)
            return;
        json.WriteStartObject("parameters");
        foreach (var property in Root.EnumerateObject())
            if (!NoParameters.Contains(property.Name))
                property.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>The names of the tools that the model could call.</summary>
    public void WriteTools(Utf8JsonWriter json)
    {
        if (Find("tools") is not { ValueKind: JsonValueKind.Array } tools)
            return;
        json.WriteStartArray("tools");
        foreach (var tool in tools.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object))
        {
            // The Responses API has the name in the tool itself, and tools of the provider that only have a type.
            var function = tool.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : tool;
            if (function.TryGetProperty("name", out var name) || tool.TryGetProperty("type", out name))
                name.WriteTo(json);
        }

        json.WriteEndArray();
    }

    public void Dispose() => document?.Dispose();

    /// <summary>A content is a text, or a list of parts of which some are texts.</summary>
    internal static string? TextOf(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => content.GetString(),
            JsonValueKind.Array => string.Join(
                "\n",
                content
                    .EnumerateArray()
                    .Where(p =>
                        p.ValueKind == JsonValueKind.Object && p.TryGetProperty("text", out var t) && t.ValueKind == JsonValueKind.String
                    )
                    .Select(p => p.GetProperty("text").GetString())
            ),
            _ => null,
        };

    private JsonElement? Messages => Find("messages") ?? Find("input");

    private JsonElement? Find(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out var value) ? value : null;

    private string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
