namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The outcomes of one group for one metric. <paramref name="Count"/> includes the <paramref name="Missing"/> without a value; the mean is
/// over the others, null if there are none.
/// </summary>
public sealed record OutcomeGroup(string Workflow, string Metric, string? Key, long Count, long Missing, double? Mean, double Sum);
