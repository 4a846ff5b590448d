namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>κ with experts on one question for both prompts, with 95 % intervals; null where it is undefined.</summary>
public sealed record JudgeTrialQuestion(
    string Criterion,
    int Items,
    double? Current,
    double? CurrentLow,
    double? CurrentHigh,
    double? Suggested,
    double? SuggestedLow,
    double? SuggestedHigh
);
