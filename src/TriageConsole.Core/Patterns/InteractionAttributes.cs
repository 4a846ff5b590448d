using System.Text;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Patterns;

/// <summary>
/// Lists the attributes of an interaction: its columns, and the attributes from the open-ended parts of its event
/// (<see cref="Events.InteractionTraits"/>).
/// </summary>
public static class InteractionAttributes
{
    /// <summary>The value of an attribute that is either present or absent, such as a retrieved document.</summary>
    public const string Present = "yes";

    public const string DocumentPrefix = "document ";

    public const string ToolPrefix = "tool ";

    /// <summary>
    /// The columns in the order in which they are preferred as the name of a pattern: components first, then bundles and places of them.
    /// </summary>
    private static readonly string[] Columns =
    [
        "model version",
        "prompt version",
        "knowledge version",
        "country",
        "segment",
        "task group",
        "served model",
        "release",
        "deployment",
        "task",
    ];

    private static readonly string[] Course = ["error kind", "latency", "turns", "duration"];

    /// <summary>Sort position of an attribute: columns first, then all others by name.</summary>
    public static int Place(string attribute) => Array.IndexOf(Columns, attribute) is >= 0 and var place ? place : Columns.Length;

    /// <summary>Whether the attribute describes the course of an interaction and not its inputs.</summary>
    public static bool IsCourse(string attribute) =>
        attribute.StartsWith(ToolPrefix, StringComparison.Ordinal)
        || Array.Exists(Course, c => attribute.Contains(c, StringComparison.OrdinalIgnoreCase));

    /// <summary>Passes each attribute to the sink once.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="attributes">JSON of the further attributes, or null.</param>
    /// <param name="sink">Receives the attributes.</param>
    public static void Read(in InteractionColumns columns, string? attributes, IAttributeSink sink)
    {
        sink.Word("model version", ReleaseName.OfModel(columns.ModelId, columns.ModelVersion));
        Word(sink, "served model", columns.ServedModel);
        Word(sink, "prompt version", columns.PromptVersion);
        Word(sink, "release", columns.Release);
        Word(sink, "deployment", columns.Deployment);
        Word(sink, "knowledge version", columns.KnowledgeVersion);
        Word(sink, "country", columns.Country);
        Word(sink, "segment", columns.Segment);
        Word(sink, "error kind", columns.ErrorKind);
        sink.Word("task", columns.TaskId);
        Word(sink, "task group", TaskGroup(columns.TaskId));
        if (columns.LatencyMs is { } latency && Events.EventBounds.Holds(latency, Events.EventBounds.LatencyMs))
            sink.Number("latency", latency);
        if (attributes is not null)
            ReadJson(attributes, sink);
    }

    /// <summary>
    /// The group in a task id, for the forms <c>[group]rest</c>, <c>group:rest</c> and <c>group/rest</c>; otherwise null.
    /// </summary>
    public static string? TaskGroup(string taskId)
    {
        if (taskId.StartsWith('[') && taskId.IndexOf(']', StringComparison.Ordinal) is > 1 and <= 61 and var end)
            return taskId[1..end];
        var cut = taskId.AsSpan().IndexOfAny(':', '/');
        return cut is > 0 and <= 60 && char.IsAsciiLetter(taskId[0]) ? taskId[..cut] : null;
    }

    /// <summary>A call of a human is the failure itself, not its cause.</summary>
    private static bool IsHandOver(ReadOnlySpan<char> tool) =>
        tool.Contains("escalat", StringComparison.OrdinalIgnoreCase)
        || tool.Contains("handoff", StringComparison.OrdinalIgnoreCase)
        || tool.Contains("hand_over", StringComparison.OrdinalIgnoreCase)
        || (
            tool.Contains("transfer", StringComparison.OrdinalIgnoreCase)
            && (tool.Contains("human", StringComparison.OrdinalIgnoreCase) || tool.Contains("agent", StringComparison.OrdinalIgnoreCase))
        );

    private static void Word(IAttributeSink sink, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            sink.Word(name, value);
    }

    private static void ReadJson(string json, IAttributeSink sink)
    {
        // One buffer for the UTF-8 bytes and one for the decoded values. Only the prefix of a list can make a value longer than the text.
        var bytes = Buffers.Rent<byte>(Encoding.UTF8.GetMaxByteCount(json.Length));
        var words = Buffers.Rent<char>(json.Length + DocumentPrefix.Length);
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            ReadParts(ref reader, words, sink);
        }
        finally
        {
            Buffers.Return(bytes);
            Buffers.Return(words);
        }
    }

    private static void ReadParts(ref Utf8JsonReader reader, Span<char> words, IAttributeSink sink)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("c"u8) || reader.ValueTextEquals("n"u8))
                ReadNamed(ref reader, words, sink);
            else if (reader.ValueTextEquals("d"u8))
                ReadListed(ref reader, DocumentPrefix, words, sink);
            else if (reader.ValueTextEquals("t"u8))
                ReadListed(ref reader, ToolPrefix, words, sink);
            else
                reader.Skip();
        }
    }

    private static void ReadNamed(ref Utf8JsonReader reader, Span<char> words, IAttributeSink sink)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = words[..Copy(ref reader, words)];
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number)
                sink.Word(name, words.Slice(name.Length, Copy(ref reader, words[name.Length..])));
            else if (reader.GetDouble() is var number && Events.EventBounds.Holds(number, Events.EventBounds.Number))
                sink.Number(name, number);
        }
    }

    /// <summary>Copies a text. Older rows can contain NUL, which the name of a pattern must not contain.</summary>
    private static int Copy(ref Utf8JsonReader reader, Span<char> target)
    {
        var length = reader.CopyString(target);
        target[..length].Replace('\0', '\uFFFD');
        return length;
    }

    private static void ReadListed(ref Utf8JsonReader reader, string prefix, Span<char> words, IAttributeSink sink)
    {
        prefix.CopyTo(words);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var name = words[..(prefix.Length + Copy(ref reader, words[prefix.Length..]))];
            if (prefix == DocumentPrefix || !IsHandOver(name[prefix.Length..]))
                sink.Word(name, Present);
        }
    }
}
