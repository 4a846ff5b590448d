namespace TriageConsole.Core.Evaluation;

/// <summary>One output of an uploaded file. It refers to its item by trace id, by input hash or by its number in the run.</summary>
/// <param name="Line">Line number, from 1.</param>
/// <param name="TraceId">Trace id. Exactly one of the three references is set.</param>
/// <param name="InputHash">SHA-256 of the input, as in events.</param>
/// <param name="Item">Number of the item in the run, from 1.</param>
/// <param name="Output">The output of the candidate.</param>
/// <param name="Documents">The documents that it retrieved; null if the line has none.</param>
/// <param name="LatencyMs">Latency in milliseconds; null if unknown.</param>
public sealed record OutputLine(
    int Line,
    string? TraceId,
    string? InputHash,
    int? Item,
    string Output,
    IReadOnlyList<EvalDocument>? Documents,
    double? LatencyMs
);
