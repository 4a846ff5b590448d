using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Telemetry;

/// <summary>
/// What one span, one log record or one event of a Langfuse client says about a trace, in one form for all conventions. Parts with the same
/// span id describe one span. The parts of a trace are stored, because the next request can have more of them.
/// </summary>
public sealed class TracePart
{
    /// <summary>The span that the part describes; empty for the trace itself.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>Parent of the span.</summary>
    public string? ParentId { get; set; }

    /// <summary>Name of the span.</summary>
    public string? Name { get; set; }

    /// <summary>One of <see cref="StepKinds"/>.</summary>
    public string Kind { get; set; } = StepKinds.Context;

    /// <summary>Start of the span.</summary>
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the span.</summary>
    public DateTimeOffset? End { get; set; }

    /// <summary>Order among the parts of a span: the later part counts.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Position in its request, for parts with the same time: clocks of senders are often exact to a millisecond only.</summary>
    public int? Order { get; set; }

    /// <summary>Kind of the error; null if there was none.</summary>
    public string? Error { get; set; }

    /// <summary>Input as text.</summary>
    public string? Input { get; set; }

    /// <summary>Output as text.</summary>
    public string? Output { get; set; }

    /// <summary>Whether input and output are arguments and result of a function of the program, which say less than messages.</summary>
    public bool IsFunction { get; set; }

    /// <summary>Messages that the model received.</summary>
    public JsonArray? InputMessages { get; set; }

    /// <summary>Messages that the model returned.</summary>
    public JsonArray? OutputMessages { get; set; }

    /// <summary>Name of the tool.</summary>
    public string? Tool { get; set; }

    /// <summary>The requested model.</summary>
    public string? Model { get; set; }

    /// <summary>The model that responded.</summary>
    public string? ServedModel { get; set; }

    /// <summary>Tokens of the request.</summary>
    public double? InputTokens { get; set; }

    /// <summary>Tokens of the response.</summary>
    public double? OutputTokens { get; set; }

    /// <summary>Cost in US dollars.</summary>
    public double? Cost { get; set; }

    /// <summary>Ids of the retrieved documents.</summary>
    public List<string>? Documents { get; set; }

    /// <summary>Parameters of the request.</summary>
    public JsonObject? Parameters { get; set; }

    /// <summary>Further facts for the metadata of the interaction.</summary>
    public JsonObject? Metadata { get; set; }

    /// <summary>Facts about the whole trace, by <see cref="TraceFacts"/>.</summary>
    public SortedDictionary<string, string>? Facts { get; set; }

    /// <summary>Feature flags that were evaluated.</summary>
    public List<FlagVariant>? Flags { get; set; }

    /// <summary>Sets a fact unless the value is empty or the fact is set.</summary>
    /// <param name="name">One of <see cref="TraceFacts"/>.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            (Facts ??= new(StringComparer.Ordinal)).TryAdd(name, value);
    }

    /// <summary>Adds to the metadata unless the value is empty or the name is taken.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; a copy is kept.</param>
    public void Note(string name, JsonNode? value)
    {
        if (value is not null)
            (Metadata ??= []).TryAdd(name, value.DeepClone());
    }

    /// <summary>
    /// A copy without personal data in all texts of people and models: input, output, messages, parameters, metadata, error, and the input
    /// and output of the trace. JSON is searched with its property names and numbers, as in an event. Ids, times and models stay.
    /// </summary>
    /// <param name="redactor">Redacts texts of the session.</param>
    public TracePart Redacted(TextRedactor redactor)
    {
        var copy = Read(ToJson());
        copy.Name = redactor.Text(Name);
        copy.Error = redactor.Text(Error, "error");
        copy.Input = redactor.Text(Input, "input");
        copy.Output = redactor.Text(Output, "output");
        copy.InputMessages = JsonValues.Redacted(InputMessages, redactor) as JsonArray;
        copy.OutputMessages = JsonValues.Redacted(OutputMessages, redactor) as JsonArray;
        copy.Parameters = JsonValues.Redacted(Parameters, redactor) as JsonObject;
        copy.Metadata = JsonValues.Redacted(Metadata, redactor) as JsonObject;
        foreach (var name in (string[])[TraceFacts.TraceInput, TraceFacts.TraceOutput, TraceFacts.TraceName])
            if (copy.Facts?.TryGetValue(name, out var text) == true)
                copy.Facts[name] = redactor.Text(text)!;
        return copy;
    }

    /// <summary>The stored form.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Stored);

    /// <summary>Reads the stored form.</summary>
    /// <param name="json">The text of <see cref="ToJson"/>.</param>
    public static TracePart Read(string json) => JsonSerializer.Deserialize<TracePart>(json, Stored)!;

    private static readonly JsonSerializerOptions Stored = new(TelemetryAttributes.Relaxed)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
