using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TriageConsole.Features.Labeling;

internal enum TurnPartKind { Text, Call, Result }

/// <summary>A piece of a turn: what somebody wrote, a tool that was called, or what it gave back.</summary>
internal sealed record TurnPart(TurnPartKind Kind, string Title, string Body)
{
    private const int GlimpseLength = 100;
    private readonly string line = string.Join(' ', Body.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Stands open: too long for its one line, short enough not to push the conversation away.</summary>
    public bool IsOpen => line.Length > GlimpseLength && Body.Length <= 360 && Body.AsSpan().Count('\n') <= 9;

    /// <summary>One line of it, for the closed state.</summary>
    public string Glimpse => line.Length <= GlimpseLength ? line : line[..GlimpseLength] + "…";
}

/// <summary>Takes a turn apart for reading. What it cannot make out stays the text it was.</summary>
internal static partial class TurnParts
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<TurnPart> Of(Turn turn)
    {
        if (turn.Role is "tool" or "function") return [new TurnPart(TurnPartKind.Result, "result", Readable(turn.Content))];
        var parts = new List<TurnPart>();
        var at = 0;
        foreach (Match call in CallPattern().Matches(turn.Content))
        {
            AddText(parts, turn.Content[at..call.Index]);
            parts.Add(new TurnPart(TurnPartKind.Call, call.Groups[1].Value, Arguments(call.Groups[2].Value)));
            at = call.Index + call.Length;
        }

        AddText(parts, turn.Content[at..]);
        return parts;
    }

    /// <summary>JSON objects and arrays indented; everything else as it is.</summary>
    public static string Readable(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] is not ('{' or '[')) return text;
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(trimmed), Pretty);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Arguments(string json) => json.Trim() is "" or "{}" ? "" : Readable(json);

    private static void AddText(List<TurnPart> parts, string text)
    {
        text = text.Trim('\n', '\r');
        if (!string.IsNullOrWhiteSpace(text)) parts.Add(new TurnPart(TurnPartKind.Text, "", text));
    }

    // To the end of its line: arguments hold brackets of their own, and line feeds only escaped.
    [GeneratedRegex(@"^\[tool_call\] ([\w.\-]{1,200})\((.*)\)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex CallPattern();
}
