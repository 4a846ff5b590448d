using System.Text;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// The names of called tools in the messages: <c>tool_calls</c> of OpenAI, parts of the type <c>tool_call</c>, and lines of the form
/// <c>[tool_call] name(…)</c>.
/// </summary>
internal static class ToolNames
{
    private const int MaxTools = 20;

    private static ReadOnlySpan<byte> Mark => "[tool_call] "u8;

    public static IReadOnlyCollection<string> In(ReadOnlyMemory<byte> messages)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rest = messages.Span;
        for (var at = rest.IndexOf(Mark); at >= 0 && names.Count < MaxTools; at = rest.IndexOf(Mark))
        {
            rest = rest[(at + Mark.Length)..];
            var length = 0;
            while (
                length < rest.Length
                && (char.IsAsciiLetterOrDigit((char)rest[length]) || rest[length] is (byte)'_' or (byte)'-' or (byte)'.')
            )
                length++;
            if (length is > 0 and <= InteractionTraits.MaxWord)
                names.Add(Encoding.ASCII.GetString(rest[..length]));
        }

        if (messages.Span.IndexOf("\"tool_call"u8) >= 0)
            AddCalls(messages, names);
        return names;
    }

    private static void AddCalls(ReadOnlyMemory<byte> messages, HashSet<string> names)
    {
        using var document = JsonDocument.Parse(messages, SafeJson.Composed);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            return;
        foreach (var message in document.RootElement.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object))
        {
            if (SafeJson.Find(message, "tool_calls") is { ValueKind: JsonValueKind.Array } calls)
                foreach (var call in calls.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
                    Add(SafeJson.Find(call, "function") is { ValueKind: JsonValueKind.Object } function ? function : call, names);
            if (SafeJson.Find(message, "parts") is { ValueKind: JsonValueKind.Array } parts)
                foreach (var part in parts.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object))
                    if (SafeJson.Find(part, "type") is { } type && SafeJson.Text(type) == "tool_call")
                        Add(part, names);
        }
    }

    private static void Add(JsonElement call, HashSet<string> names)
    {
        if (
            names.Count < MaxTools
            && SafeJson.Find(call, "name") is { } name
            && SafeJson.Text(name) is { Length: > 0 and <= InteractionTraits.MaxWord } word
        )
            names.Add(word);
    }
}
