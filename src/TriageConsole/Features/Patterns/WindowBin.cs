namespace TriageConsole.Features.Patterns;

/// <summary>Several windows in a row, as one point of a chart. <paramref name="Severity"/>: the highest of them.</summary>
internal sealed record WindowBin(DateTimeOffset Start, DateTimeOffset End, long Events, long Negatives, string Severity);
