namespace TriageConsole.Features.Evaluation;

/// <summary>Whether the run was still queued or running.</summary>
public sealed record EvaluationCancelled(bool Cancelled);
