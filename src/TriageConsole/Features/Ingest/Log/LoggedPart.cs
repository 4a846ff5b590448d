namespace TriageConsole.Features.Ingest.Log;

/// <summary>A span, a log record or an event of a Langfuse client, with its trace.</summary>
internal sealed record LoggedPart(string TraceId, string PartKey, string? DefaultWorkflow, string Part);
