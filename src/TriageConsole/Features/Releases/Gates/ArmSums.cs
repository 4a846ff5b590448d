using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>The sums of one release in a period.</summary>
/// <param name="Steps">Per five minutes, or per hour if the period is long.</param>
/// <param name="Costs">By currency.</param>
/// <param name="SafetyFindings">Interactions with a safety finding.</param>
/// <param name="Escalations">Interactions that were escalated to a person.</param>
/// <param name="DayEvents">The number of interactions that SafetyFindings, Escalations and Latency refer to.</param>
/// <param name="Latency">Interactions by latency bin.</param>
internal sealed record ArmSums(
    IReadOnlyList<ArmStep> Steps,
    IReadOnlyDictionary<string, OutcomeSums> Costs,
    long SafetyFindings,
    long Escalations,
    long DayEvents,
    IReadOnlyDictionary<int, long> Latency
)
{
    public long Events { get; } = Steps.Sum(s => s.Events);

    public OutcomeSums Outcomes { get; } = Steps.Aggregate(default(OutcomeSums), (sum, s) => sum + s.Outcomes);

    /// <summary>Interactions that ended in an error, as a yes/no outcome.</summary>
    public OutcomeSums Errors => YesNo(Steps.Sum(s => s.Errors), Events);

    public OutcomeSums Safety => YesNo(SafetyFindings, DayEvents);

    public OutcomeSums Escalated => YesNo(Escalations, DayEvents);

    public static OutcomeSums YesNo(long yes, long of) => new(of, Math.Min(yes, of), Math.Min(yes, of));
}
