namespace TriageConsole.Core.Telemetry;

/// <summary>One span as it was sent, from protobuf or JSON.</summary>
public sealed class TelemetrySpan
{
    /// <summary>32 lower-case hexadecimal digits; empty if the sender's id is invalid.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>16 lower-case hexadecimal digits; empty if the sender's id is invalid.</summary>
    public string SpanId { get; set; } = "";

    /// <summary>The parent in the same form; null for a root.</summary>
    public string? ParentId { get; set; }

    /// <summary>Name of the operation.</summary>
    public string Name { get; set; } = "";

    /// <summary>Start since 1970 as sent: nanoseconds, but see <see cref="EpochTime"/>.</summary>
    public ulong Start { get; set; }

    /// <summary>End since 1970 as sent.</summary>
    public ulong End { get; set; }

    /// <summary>Whether the status is an error.</summary>
    public bool IsError { get; set; }

    /// <summary>Attributes of the span.</summary>
    public TelemetryAttributes Attributes { get; } = new();

    /// <summary>Attributes of the service that sent it; shared by the spans of a request.</summary>
    public TelemetryAttributes Resource { get; set; } = new();

    /// <summary>Events of the span.</summary>
    public List<TelemetryEvent> Events { get; } = [];

    /// <summary>Links to other spans.</summary>
    public List<TelemetryLink> Links { get; } = [];
}
