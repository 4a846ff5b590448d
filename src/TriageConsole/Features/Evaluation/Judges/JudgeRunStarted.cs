namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>A run that was started.</summary>
public sealed record JudgeRunStarted(long Id, string Message);
