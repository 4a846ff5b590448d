namespace TriageConsole.Features.Releases.Experiments;

/// <summary>One evaluation: the gain of the candidate, in units of the outcome. Positive is better.</summary>
public sealed record ExperimentPointRow(
    DateTimeOffset At,
    long LiveUnits,
    long CandidateUnits,
    double? Gain,
    double? Low,
    double? High,
    bool IsShare,
    double? SampleRatioP
);
