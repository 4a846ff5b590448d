using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.DataHealth;

/// <summary>Interactions of one day with one signal, for one metric.</summary>
internal sealed record SignalDay(DateTimeOffset Start, string Metric, string Signal, OutcomeSums Outcomes);
