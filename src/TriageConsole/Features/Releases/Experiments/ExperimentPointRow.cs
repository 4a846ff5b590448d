namespace TriageConsole.Features.Releases.Experiments;

/// <summary>A look: the difference in the good direction, in units of the outcome.</summary>
public sealed record ExperimentPointRow(
    DateTimeOffset At,
    long LiveUnits,
    long CandidateUnits,
    double? Gain,
    double? Low,
    double? High,
    double? SampleRatioP
);
