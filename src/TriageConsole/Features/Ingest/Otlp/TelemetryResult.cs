namespace TriageConsole.Features.Ingest.Otlp;

/// <summary>What became of a request with telemetry, which is committed.</summary>
/// <param name="Rejected">Number of spans, log records or events that were refused.</param>
/// <param name="Verdicts">The first refusals. The line is the position in the request, from 1.</param>
public sealed record TelemetryResult(int Rejected, IReadOnlyList<LineVerdict> Verdicts)
{
    private const int Shown = 5;

    /// <summary>The reasons for the sender; null if nothing was refused.</summary>
    public string? Message =>
        Rejected == 0 ? null : string.Join(' ', Verdicts.Take(Shown).Select(v => $"{v.Line}: {v.Reason}. {v.Detail}").Distinct());
}
