using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>What one release's answers came to in a period.</summary>
/// <param name="Steps">By five minutes, or hours where it is long.</param>
/// <param name="Costs">By currency.</param>
/// <param name="SafetyFindings">Interactions by day-wise breakdowns: with a safety finding.</param>
/// <param name="Escalations">Handed to a person.</param>
/// <param name="DayEvents">Interactions of the days that the two before and the latencies are of.</param>
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

    /// <summary>Interactions that ended in an error, as yes/no.</summary>
    public OutcomeSums Errors => YesNo(Steps.Sum(s => s.Errors), Events);

    public OutcomeSums Safety => YesNo(SafetyFindings, DayEvents);

    public OutcomeSums Escalated => YesNo(Escalations, DayEvents);

    public static OutcomeSums YesNo(long yes, long of) => new(of, Math.Min(yes, of), Math.Min(yes, of));
}
