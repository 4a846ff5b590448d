namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>An LLM judge of a run and its agreement with experts when the run started.</summary>
/// <param name="Name">The labeler name of the judge.</param>
/// <param name="KappaLow">The lower end of its κ with experts, the minimum over the criteria that decide its verdict; null if
/// unknown.</param>
/// <param name="IsAboveBar">Whether it reaches the minimum κ of the workflow. If not, its verdicts are shown and do not decide.</param>
public sealed record JudgeUse(string Name, double? KappaLow, bool IsAboveBar);
