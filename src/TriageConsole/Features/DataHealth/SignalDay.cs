using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.DataHealth;

/// <summary>Interactions of one day, for one metric.</summary>
/// <param name="Start">Start of the day.</param>
/// <param name="Metric">The outcome metric.</param>
/// <param name="Signal">The signal that the interactions have; null for a part of all interactions, each in exactly one part.</param>
/// <param name="Outcomes">Their outcomes.</param>
internal sealed record SignalDay(DateTimeOffset Start, string Metric, string? Signal, OutcomeSums Outcomes);
