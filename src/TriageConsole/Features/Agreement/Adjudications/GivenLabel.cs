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
)
{
    /// <summary>
    /// One entry per labeler. Labels of the same person under several rubrics answer different questions; the newest answer counts.
    /// </summary>
    public static IReadOnlyList<GivenLabel> PerLabeler(IEnumerable<GivenLabel> labels) =>
        [
            .. labels
                .GroupBy(l => l.Labeler.Id)
                .Select(own =>
                {
                    var newestFirst = own.OrderByDescending(l => l.At).ToList();
                    return newestFirst[0] with
                    {
                        Answers = newestFirst.SelectMany(l => l.Answers).DistinctBy(a => a.Key).ToDictionary(),
                        Comment = newestFirst.Find(l => !string.IsNullOrEmpty(l.Comment))?.Comment,
                    };
                }),
        ];
}
