using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>What one span, log record or event of a request means for the console.</summary>
/// <param name="Number">Its position in the request, from 1.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="PartKey">Identifies it in its trace.</param>
internal sealed record TelemetryItem(int Number, string TraceId, string PartKey)
{
    /// <summary>What it says about its trace; null if nothing.</summary>
    public TracePart? Part { get; init; }

    /// <summary>The feedback in it.</summary>
    public IReadOnlyList<FeedbackLine> Feedback { get; init; } = [];

    /// <summary>Why it is refused.</summary>
    public Refusal? Refusal { get; init; }
}
