namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>A judge of a run, and how far it was trusted when the run started.</summary>
/// <param name="Name">The labeler under which its verdicts are known.</param>
/// <param name="KappaLow">Lower end of its agreement with experts, the lowest of the criteria it decides by; null where it is not
/// known.</param>
/// <param name="IsAboveBar">Whether that clears the workflow's bar. Under it its verdicts are shown, and decide nothing.</param>
public sealed record JudgeUse(string Name, double? KappaLow, bool IsAboveBar);
