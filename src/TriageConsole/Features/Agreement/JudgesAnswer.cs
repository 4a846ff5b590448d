namespace TriageConsole.Features.Agreement;

public sealed record JudgesAnswer(string Workflow, IReadOnlyList<JudgeAnswer> Judges);
