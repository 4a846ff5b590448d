using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>The form of the Responses API: a response with a list of items, and events of a stream.</summary>
internal sealed partial class ChatReply
{
    /// <summary>
    /// Reads an event of a stream. The last one has the whole response; what came in parts before it is captured if it never arrives. False
    /// if this is no such event.
    /// </summary>
    private bool ReadStreamEvent(JsonElement answer)
    {
        var type = String(answer, "type");
        if (type is "response.output_text.delta" or "response.refusal.delta")
            Append(String(answer, "delta") ?? "");
        else if (type == "error" && String(answer, "message") is { } message)
            ErrorMessage = message;
        else if (Object(answer, "response") is { } response)
            ReadObject(response, "message");
        else
            return type?.StartsWith("response.", StringComparison.Ordinal) == true;
        return true;
    }

    private void ReadOutput(JsonElement answer, JsonElement output)
    {
        var status = String(answer, "status");
        if (status is not ("queued" or "in_progress"))
            (FinishReason, IsComplete) = (
                (Object(answer, "incomplete_details") is { } details ? String(details, "reason") : null) ?? status,
                true
            );
        var items = output.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).ToList();
        if (items.Count == 0)
            return;
        // The whole response replaces the parts of a stream.
        text.Clear();
        calls.Clear();
        hasText = false;
        foreach (var item in items)
            if (String(item, "type") is "function_call" or "custom_tool_call")
                AddCall(item);
            else if (item.TryGetProperty("content", out var content) && String(item, "type") is null or "message")
                AddText(content);
    }

    private void AddText(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
            return;
        foreach (var part in content.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
            if ((String(part, "text") ?? String(part, "refusal")) is { } words)
                Append(text.Length > 0 ? "\n" + words : words);
    }

    private void AddCall(JsonElement item)
    {
        var call = new ToolCall { Id = String(item, "call_id") ?? String(item, "id"), Name = String(item, "name") ?? "" };
        call.Arguments.Append(String(item, "arguments") ?? String(item, "input"));
        calls[calls.Count] = call;
    }
}
