namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The funnel of interactions.
/// <list type="bullet">
/// <item>WithSignal: with a positive or negative signal other than the outcome.</item>
/// <item>Labels: labels that people submitted on the days of the span, at any time of the interaction; null if a filter is set that labels
/// are not counted by.</item>
/// <item>LabelsTotal: all labels of the workflow.</item>
/// </list>
/// </summary>
public sealed record FunnelView(long Interactions, long WithSignal, long WithOutcome, long? Labels, long LabelsTotal);
