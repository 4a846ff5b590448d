namespace TriageConsole.Features.Outcomes;

internal sealed record FunnelAnswer(long Interactions, long WithSignal, long WithOutcome, long? LabelsGiven, long LabelsTotal);
