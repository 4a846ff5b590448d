using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Gates;

/// <summary>
/// What an experiment measured for a candidate and the live release. Share: the candidate's share of the units. ReportsSafety and
/// ReportsEscalations: whether the workflow's traffic reports these at all. EventsPerTask: interactions per task; a task is one unit.
/// Shared: tasks that both releases served, which count for neither.
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
