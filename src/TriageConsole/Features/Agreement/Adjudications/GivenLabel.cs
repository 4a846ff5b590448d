using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>What one labeler answered; <paramref name="OlderVersion"/>: the version of the rubric, where it is an earlier one.</summary>
public sealed record GivenLabel(
    LabelerName Labeler,
    int? OlderVersion,
    bool IsOfThisRubric,
    IReadOnlyDictionary<string, string> Answers,
    string? Comment,
    DateTimeOffset At
);
