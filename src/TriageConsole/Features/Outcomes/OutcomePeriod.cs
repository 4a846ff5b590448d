using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>One of the two compared periods.</summary>
public sealed record OutcomePeriod(DateTimeOffset From, DateTimeOffset To, long Count, OutcomeSums Sums);
