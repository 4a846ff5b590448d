namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The outcome of one group by one metric. <paramref name="Count"/> includes the <paramref name="Missing"/> whose value is not known; the
/// mean is over the others, null where there are none.
/// </summary>
public sealed record OutcomeGroup(string Workflow, string Metric, string? Key, long Count, long Missing, double? Mean, double Sum);
