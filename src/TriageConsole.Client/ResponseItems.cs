using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>Writes the items of a request of the Responses API in the form of messages.</summary>
internal static class ResponseItems
{
    public static void WriteText(Utf8JsonWriter json, string role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    /// <summary>
    /// A message as it is, or a call of a tool or its result as a message. Other items with a type, such as the reasoning of the model, are
    /// no messages and are left out.
    /// </summary>
    public static void WriteMessage(Utf8JsonWriter json, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || item.TryGetProperty("role", out _) || TypeOf(item) is not { } type)
            item.WriteTo(json);
        else if (type is "function_call" or "custom_tool_call")
            WriteCall(json, item);
        else if (type is "function_call_output" or "custom_tool_call_output")
            WriteResult(json, item);
    }

    private static void WriteCall(Utf8JsonWriter json, JsonElement item)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteNull("content");
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        Copy(json, item, "call_id", "id");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        Copy(json, item, "name", "name");
        Copy(json, item, item.TryGetProperty("arguments", out _) ? "arguments" : "input", "arguments");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, JsonElement item)
    {
        json.WriteStartObject();
        json.WriteString("role", "tool");
        Copy(json, item, "call_id", "tool_call_id");
        Copy(json, item, "output", "content");
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, JsonElement item, string name, string newName)
    {
        if (!item.TryGetProperty(name, out var value))
            return;
        json.WritePropertyName(newName);
        value.WriteTo(json);
    }

    private static string? TypeOf(JsonElement item) =>
        item.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}
