using System.Buffers;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Patterns;

/// <summary>Takes the attributes of an interaction as they are met. Names and words are good for the time of the call only: most come again and again, so who knows them already needs no new string.</summary>
public interface IAttributeSink
{
    /// <summary>An attribute with a word as value.</summary>
    void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value);

    /// <summary>An attribute with a number as value, finite.</summary>
    void Number(ReadOnlySpan<char> name, double value);
}

/// <summary>The columns of an interaction that failures may concentrate on.</summary>
public readonly record struct InteractionColumns(
    string? ModelId,
    string ModelVersion,
    string? ServedModel,
    string? PromptVersion,
    string? Release,
    string? Deployment,
    string? KnowledgeVersion,
    string? Country,
    string? Segment,
    string? ErrorKind,
    string TaskId,
    double? LatencyMs
);

/// <summary>Names an interaction's attributes: its columns, and what the open-ended parts of its event said (<see cref="Events.InteractionTraits"/>).</summary>
public static class InteractionAttributes
{
    /// <summary>The value of an attribute that is there or not, such as a retrieved document.</summary>
    public const string Present = "yes";

    public const string DocumentPrefix = "document ";

    public const string ToolPrefix = "tool ";

    /// <summary>The columns in the order in which a pattern should rather be named by them: components first, bundles and places of them last.</summary>
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

    /// <summary>Where an attribute stands among all: columns first, the others after them by name.</summary>
    public static int Place(string attribute) => Array.IndexOf(Columns, attribute) is >= 0 and var place ? place : Columns.Length;

    /// <summary>Whether the attribute tells the course an interaction took rather than what was given before it.</summary>
    public static bool IsCourse(string attribute) =>
        attribute.StartsWith(ToolPrefix, StringComparison.Ordinal)
        || Array.Exists(Course, c => attribute.Contains(c, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives each attribute to the sink once.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="attributes">JSON of the further attributes, or null.</param>
    /// <param name="sink">Takes them.</param>
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

    /// <summary>What a task id begins with, where it names a group: <c>[group]rest</c>, <c>group:rest</c> or <c>group/rest</c>; else null.</summary>
    public static string? TaskGroup(string taskId)
    {
        if (taskId.StartsWith('[') && taskId.IndexOf(']', StringComparison.Ordinal) is > 1 and <= 61 and var end)
            return taskId[1..end];
        var cut = taskId.AsSpan().IndexOfAny(':', '/');
        return cut is > 0 and <= 60 && char.IsAsciiLetter(taskId[0]) ? taskId[..cut] : null;
    }

    /// <summary>Calling for a person is the failure itself, not where it comes from.</summary>
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
        // One buffer for the text as bytes, one for its words: none is longer than the whole, but for the name a list gives it.
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        var words = ArrayPool<char>.Shared.Rent(json.Length + DocumentPrefix.Length);
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            ReadParts(ref reader, words, sink);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(words);
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

    /// <summary>Copies a text; the NUL that older rows hold is what no pattern's name may.</summary>
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

/// <summary>The attributes of one interaction, by name.</summary>
public sealed class AttributeValues : IAttributeSink
{
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> numbers = new(StringComparer.Ordinal);

    /// <summary>Reads them all.</summary>
    public static AttributeValues Of(in InteractionColumns columns, string? attributes)
    {
        var values = new AttributeValues();
        InteractionAttributes.Read(columns, attributes, values);
        return values;
    }

    /// <inheritdoc/>
    public void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => words[name.ToString()] = value.ToString();

    /// <inheritdoc/>
    public void Number(ReadOnlySpan<char> name, double value) => numbers[name.ToString()] = value;

    /// <summary>The word of an attribute, or null.</summary>
    public string? WordOf(string name) => words.GetValueOrDefault(name);

    /// <summary>The number of an attribute, or null.</summary>
    public double? NumberOf(string name) => numbers.TryGetValue(name, out var number) ? number : null;
}
