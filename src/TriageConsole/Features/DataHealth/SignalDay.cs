using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.DataHealth;

/// <summary>A day's interactions with one signal, by one metric.</summary>
internal sealed record SignalDay(DateTimeOffset Start, string Metric, string Signal, OutcomeSums Outcomes);
