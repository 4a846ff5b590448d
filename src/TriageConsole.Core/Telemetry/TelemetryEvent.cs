using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>An event of a span, or a log record.</summary>
public sealed class TelemetryEvent
{
    /// <summary>Name of the event; empty if it has none.</summary>
    public string Name { get; set; } = "";

    /// <summary>Time since 1970 as sent.</summary>
    public ulong Time { get; set; }

    /// <summary>Trace of a log record in hexadecimal; empty for an event of a span.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>Span of a log record in hexadecimal; empty for an event of a span.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>Attributes of the event.</summary>
    public TelemetryAttributes Attributes { get; } = new();

    /// <summary>Attributes of the service that sent a log record.</summary>
    public TelemetryAttributes Resource { get; set; } = new();

    /// <summary>Body of a log record.</summary>
    public JsonNode? Body { get; set; }
}
