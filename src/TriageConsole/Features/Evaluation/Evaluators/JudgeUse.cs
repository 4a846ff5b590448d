namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>An LLM judge of a run and its agreement with experts when the run started.</summary>
/// <param name="Name">The labeler name of the judge.</param>
/// <param name="KappaLow">The lower end of its κ with experts, the minimum over the criteria that decide its verdict; null if
/// unknown.</param>
/// <param name="IsAboveBar">Whether it is calibrated and reaches the minimum κ of the workflow. If not, its verdicts are shown and do not
/// decide.</param>
/// <param name="Problem">Why it is not calibrated; null if it is, and in runs from before calibrations.</param>
public sealed record JudgeUse(string Name, double? KappaLow, bool IsAboveBar, string? Problem = null);
