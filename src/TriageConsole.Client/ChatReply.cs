using System.Text;
using System.Text.Json;

namespace TriageConsole.Client;

/// <summary>
/// The first choice of a chat completion, or the response of the Responses API, read from JSON or collected from the chunks of a stream.
/// </summary>
internal sealed partial class ChatReply
{
    private readonly StringBuilder text = new();
    private readonly SortedDictionary<int, ToolCall> calls = [];
    private bool hasText;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public string? FinishReason { get; private set; }

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Whether the response has its end.</summary>
    public bool IsComplete { get; private set; }

    public string? Text => hasText ? text.ToString() : null;

    /// <summary>The calls as text, for a response that has no other.</summary>
    public string? ToolCalls =>
        calls.Count == 0 ? null : string.Join("\n", calls.Values.Select(c => $"[tool_call] {c.Name}({c.Arguments})"));

    public static ChatReply Read(ReadOnlyMemory<byte> body, bool isStream)
    {
        var reply = new ChatReply();
        if (isStream)
            reply.ReadStream(body);
        else
            reply.ReadJson(body, "message");
        return reply;
    }

    /// <summary>The message of the assistant in the form of the request's messages.</summary>
    public void WriteMessage(Utf8JsonWriter json)
    {
        if (!hasText && calls.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteString("content", Text);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls.Values)
            {
                json.WriteStartObject();
                json.WriteText("id", call.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments.ToString());
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Server-sent events: the data of each is one line with a chunk, and the last one is <c>[DONE]</c>.</summary>
    private void ReadStream(ReadOnlyMemory<byte> body)
    {
        var rest = body;
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Span.StartsWith("data:"u8))
                ReadChunk(line["data:"u8.Length..]);
            // A proxy that failed answers without the form of a stream.
            else if (line.Span.StartsWith("{"u8))
                ReadJson(line, "delta");
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    private void ReadChunk(ReadOnlyMemory<byte> data)
    {
        if (data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8))
            IsComplete = true;
        else
            ReadJson(data, "delta");
    }

    private void ReadJson(ReadOnlyMemory<byte> body, string messageName)
    {
        if (body.Length == 0)
            return;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                ReadObject(document.RootElement, messageName);
        }
        catch (JsonException)
        {
            // Cut, or not JSON: a proxy's page, for example.
        }
    }

    private void ReadObject(JsonElement answer, string messageName)
    {
        if (ReadStreamEvent(answer))
            return;
        Id = String(answer, "id") ?? Id;
        Model = String(answer, "model") is { Length: > 0 } model ? model : Model;
        if (Object(answer, "usage") is { } usage)
        {
            InputTokens = Number(usage, "prompt_tokens") ?? Number(usage, "input_tokens") ?? InputTokens;
            OutputTokens = Number(usage, "completion_tokens") ?? Number(usage, "output_tokens") ?? OutputTokens;
        }

        if (answer.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
            ErrorMessage = error.ValueKind == JsonValueKind.String ? error.GetString() : String(error, "message") ?? "error";
        if (answer.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array)
            ReadOutput(answer, output);
        if (!answer.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
            return;
        foreach (var choice in choices.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
            if ((Number(choice, "index") ?? 0) == 0)
                ReadChoice(choice, messageName);
    }

    private void ReadChoice(JsonElement choice, string messageName)
    {
        if (String(choice, "finish_reason") is { } reason)
            (FinishReason, IsComplete) = (reason, true);
        if (Object(choice, messageName) is not { } message)
            return;
        if (message.TryGetProperty("content", out var content) && ChatRequest.TextOf(content) is { } words)
            Append(words);
        if (String(message, "refusal") is { } refusal)
            Append(refusal);
        if (!message.TryGetProperty("tool_calls", out var list) || list.ValueKind != JsonValueKind.Array)
            return;
        var position = 0;
        foreach (var call in list.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
            ReadCall(call, (int)(Number(call, "index") ?? position++));
    }

    /// <summary>The first chunk of a call has its id and name, and each has a part of the arguments.</summary>
    private void ReadCall(JsonElement part, int index)
    {
        if (!calls.TryGetValue(index, out var call))
            calls[index] = call = new ToolCall();
        call.Id = String(part, "id") ?? call.Id;
        if (Object(part, "function") is not { } function)
            return;
        call.Name = String(function, "name") is { Length: > 0 } name ? name : call.Name;
        call.Arguments.Append(String(function, "arguments"));
    }

    private void Append(string words)
    {
        hasText = true;
        text.Append(words);
    }

    private static string? String(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Object(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    private sealed class ToolCall
    {
        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
