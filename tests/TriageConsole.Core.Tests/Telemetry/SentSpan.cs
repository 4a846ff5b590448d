using System.Text.Json;
using System.Text.Json.Nodes;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Core.Tests.Telemetry;

/// <summary>Builds spans, and reads what becomes of them.</summary>
internal static class SentSpan
{
    public const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A span with a start in milliseconds after ten o'clock and a duration of 100 ms.</summary>
    public static TelemetrySpan Of(string id, string? parent, int startMs, params (string Name, object? Value)[] attributes)
    {
        var span = new TelemetrySpan
        {
            TraceId = Trace,
            SpanId = id,
            ParentId = parent,
            Name = id,
            Start = Nanoseconds(startMs),
            End = Nanoseconds(startMs + 100),
        };
        Set(span.Attributes, attributes);
        span.Resource.Set("service.name", "support-bot");
        span.Resource.Set("service.version", "2026.11.2");
        return span;
    }

    public static ulong Nanoseconds(int ms) => (ulong)Start.AddMilliseconds(ms).ToUnixTimeMilliseconds() * 1_000_000;

    public static TelemetryEvent Event(string name, int ms, params (string Name, object? Value)[] attributes)
    {
        var e = new TelemetryEvent { Name = name, Time = Nanoseconds(ms) };
        Set(e.Attributes, attributes);
        return e;
    }

    /// <summary>A call of a model with the newest conventions.</summary>
    public static TelemetrySpan Chat(
        string id,
        string? parent,
        int startMs,
        string question = "Where is my refund?",
        string answer = "On its way."
    ) =>
        Of(
            id,
            parent,
            startMs,
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.response.model", "gpt-4o-2024-08-06"),
            ("gen_ai.usage.input_tokens", 52),
            ("gen_ai.usage.output_tokens", 47),
            ("gen_ai.input.messages", $$"""[{"role":"user","parts":[{"type":"text","content":"{{question}}"}]}]"""),
            (
                "gen_ai.output.messages",
                $$"""[{"role":"assistant","parts":[{"type":"text","content":"{{answer}}"}],"finish_reason":"stop"}]"""
            )
        );

    /// <summary>The interaction as JSON; null if there is none.</summary>
    public static JsonObject? Fold(params TelemetrySpan[] spans) => Fold(null, spans);

    public static JsonObject? Fold(string? defaultWorkflow, params TelemetrySpan[] spans) =>
        Fold([.. spans.Select(SpanReader.Read).OfType<TracePart>()], defaultWorkflow);

    /// <summary>Folds parts as they come back from the database.</summary>
    public static JsonObject? Fold(IReadOnlyCollection<TracePart> parts, string? defaultWorkflow = null) =>
        TraceFold.Fold(Trace, [.. parts.Select(p => TracePart.Read(p.ToJson()))], defaultWorkflow) is { } bytes
            ? JsonNode.Parse(bytes)!.AsObject()
            : null;

    private static void Set(TelemetryAttributes attributes, (string Name, object? Value)[] values)
    {
        foreach (var (name, value) in values)
            attributes.Set(name, value as JsonNode ?? JsonSerializer.SerializeToNode(value));
    }
}
