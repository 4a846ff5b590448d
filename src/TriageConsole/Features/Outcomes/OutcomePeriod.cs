using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;
using TriageConsole.Features.Workflows;

namespace TriageConsole.Features.Outcomes;

/// <summary>A period of the headline.</summary>
public sealed record OutcomePeriod(DateTimeOffset From, DateTimeOffset To, long Count, OutcomeSums Sums);
