namespace TriageConsole.Features.Agreement;

public sealed record DisagreementsAnswer(string Workflow, IReadOnlyList<DisagreementAnswer> Disagreements);
