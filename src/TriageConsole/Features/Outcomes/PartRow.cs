using TriageConsole.Core.Outcomes;
using TriageConsole.Data.Rollups;

namespace TriageConsole.Features.Outcomes;

/// <summary>What a day's interactions were by one property, by metric.</summary>
internal sealed record PartRow(string? Metric, DateOnly Day, BreakdownKind Kind, string Key, long Events, OutcomeSums Outcomes);
