using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// What an experiment showed of a candidate beside the live release. Share: the candidate's share of the units. ReportsSafety: whether the
/// workflow's traffic says anything of safety at all. ReportsEscalations: whether it says anything of escalations. EventsPerTask:
/// interactions of one task, which one unit brings together. Shared: tasks that were served by both, which count for neither.
/// </summary>
internal sealed record Comparison(
    Experiment Experiment,
    double Share,
    ArmSums Live,
    ArmSums Candidate,
    bool ReportsSafety,
    bool ReportsEscalations,
    double EventsPerTask,
    SharedUnits Shared,
    DateTimeOffset From,
    DateTimeOffset To
)
{
    public double? UnitsPerDay =>
        (To - From).TotalDays is > 0 and var days && Live.Outcomes.Count + Candidate.Outcomes.Count is > 0 and var units
            ? units / days
            : null;
}
