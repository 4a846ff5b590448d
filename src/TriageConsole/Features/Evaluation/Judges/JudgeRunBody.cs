namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>A calibration, or with a prompt a trial of it.</summary>
public sealed record JudgeRunBody(string? Workflow, string? Judge, string? Prompt);
