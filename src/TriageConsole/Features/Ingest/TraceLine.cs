using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest;

/// <summary>A part of a trace in a batch.</summary>
/// <param name="Line">Its number in the request, and its stored form.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="PartKey">Identifies the part in its trace.</param>
/// <param name="Part">The part.</param>
/// <param name="DefaultWorkflow">The default workflow of the key.</param>
public sealed record TraceLine(EventLine Line, string TraceId, string PartKey, TracePart Part, string? DefaultWorkflow);
