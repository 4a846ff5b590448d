namespace TriageConsole.Features.Outcomes;

/// <summary>
/// How far interactions come.
/// <list type="bullet">
/// <item>WithSignal: With a signal, other than the outcome, that speaks for or against.</item>
/// <item>Labels: Labels that people gave here on the days of the span, whatever the interaction's own time; null where a filter narrows
/// what they are not kept by.</item>
/// <item>LabelsEver: All labels in the workflow.</item>
/// </list>
/// </summary>
public sealed record FunnelView(long Interactions, long WithSignal, long WithOutcome, long? Labels, long LabelsEver);
