using System.Globalization;
using TriageConsole.Core;
using TriageConsole.Core.Drift;
using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Patterns;
using TriageConsole.Data.Patterns;

namespace TriageConsole.Features.DataHealth;

/// <summary>A step of event time of one version, by one metric; only where times are real and answers were shown.</summary>
internal sealed record SeriesStep(DateTimeOffset Start, string? Metric, string Version, long Events, long Negatives, OutcomeSums Outcomes);
