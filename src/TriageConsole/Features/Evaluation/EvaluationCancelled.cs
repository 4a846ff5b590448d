namespace TriageConsole.Features.Evaluation;

/// <summary>Whether the run was still under way.</summary>
public sealed record EvaluationCancelled(bool Cancelled);
