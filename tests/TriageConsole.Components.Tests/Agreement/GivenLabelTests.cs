using TriageConsole.Data.Labeling;
using TriageConsole.Features.Agreement.Adjudications;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Components.Tests.Agreement;

public sealed class GivenLabelTests
{
    [Fact]
    public void SamePerson_UnderTwoRubrics_IsOneColumn_WithTheNewestAnswers()
    {
        var labels = GivenLabel.PerLabeler([
            Label(1, 9, ("met", "yes"), ("tone", "good")),
            Label(2, 9, ("met", "no")),
            Label(1, 10, ("met", "no")),
        ]);
        Assert.Equal([1L, 2L], labels.Select(l => l.Labeler.Id));
        Assert.Equal(("no", "good"), (labels[0].Answers["met"], labels[0].Answers["tone"]));
    }

    private static GivenLabel Label(long labeler, int hour, params (string Key, string Value)[] answers) =>
        new(
            new LabelerName(labeler, $"l{labeler}", "Ann", LabelerKind.Person),
            null,
            true,
            answers.ToDictionary(a => a.Key, a => a.Value),
            null,
            new DateTimeOffset(2026, 3, 2, hour, 0, 0, TimeSpan.Zero)
        );
}
