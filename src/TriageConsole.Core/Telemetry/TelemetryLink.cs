namespace TriageConsole.Core.Telemetry;

/// <summary>A link to another span.</summary>
/// <param name="TraceId">The trace in hexadecimal.</param>
/// <param name="SpanId">The span in hexadecimal.</param>
public sealed record TelemetryLink(string TraceId, string SpanId);
