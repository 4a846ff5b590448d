using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.DataHealth;

/// <summary>One step of event time of one version and metric; only real times and responses that users saw.</summary>
internal sealed record SeriesStep(DateTimeOffset Start, string? Metric, string Version, long Events, long Negatives, OutcomeSums Outcomes);
