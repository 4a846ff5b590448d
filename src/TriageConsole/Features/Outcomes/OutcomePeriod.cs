using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>A period of the headline.</summary>
public sealed record OutcomePeriod(DateTimeOffset From, DateTimeOffset To, long Count, OutcomeSums Sums);
