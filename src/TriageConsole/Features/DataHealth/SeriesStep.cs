using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.DataHealth;

/// <summary>A step of event time of one version, by one metric; only where times are real and answers were shown.</summary>
internal sealed record SeriesStep(DateTimeOffset Start, string? Metric, string Version, long Events, long Negatives, OutcomeSums Outcomes);
