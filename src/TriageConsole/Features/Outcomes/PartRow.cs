using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>The sums of a day for one property and metric.</summary>
internal sealed record PartRow(string? Metric, DateOnly Day, BreakdownKind Kind, string Key, long Events, OutcomeSums Outcomes);
