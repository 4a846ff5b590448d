using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>The answers of one labeler. <paramref name="OlderVersion"/>: the version of the rubric if it is not the current one.</summary>
public sealed record GivenLabel(
    LabelerName Labeler,
    int? OlderVersion,
    bool IsOfThisRubric,
    IReadOnlyDictionary<string, string> Answers,
    string? Comment,
    DateTimeOffset At
);
