using TriageConsole.Core.Datasets;
using TriageConsole.Core.Retrieval;
using TriageConsole.Features.Retrieval;

namespace TriageConsole.Tests.Retrieval;

public sealed class PairSelectionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly RetrievalAnalysis Analysis = new(
        [],
        new PositionBias([1, 0.5, null], 900, 300),
        new PositionBias([0.8, 1, 0.1], 900, 300),
        9,
        0,
        0
    );

    [Fact]
    public void Of_ClickedAndCited_TakesTheClick_WithTheWeightOfItsRank()
    {
        var chosen = Select([Answer(1) with { Answer = Retrieved([2], [1, 2, 3]) }]);
        Assert.Equal(
            [("a", "citation", 1.25), ("b", "click", 2.0), ("c", "citation", 10.0)],
            chosen.Select(c => (c.Document.Id, c.Signal, Math.Round(c.Weight, 9)))
        );
        // A click at a rank without a propensity is no pair.
        Assert.Empty(Select([Answer(1) with { Answer = Retrieved([3], []) }]));
    }

    [Fact]
    public void Of_ClickOfAUserWhoHasWithdrawnConsent_IsNoPair()
    {
        var answer = Answer(1) with
        {
            Answer = Retrieved([1, 2], [1]),
            WithdrawnClicks = new HashSet<int> { 1, 2 },
        };
        Assert.Equal([("a", "citation")], Select([answer]).Select(c => (c.Document.Id, c.Signal)));
    }

    [Fact]
    public void Of_WithoutConsentOrGolden_IsLeftOut()
    {
        LoggedAnswer[] answers =
        [
            Answer(1),
            Answer(2) with
            {
                ConsentScope = null,
            },
            Answer(3) with
            {
                ConsentScope = "analytics",
            },
            Answer(4) with
            {
                IsWithdrawn = true,
            },
            Answer(5) with
            {
                InputHash = "golden",
            },
            Answer(6) with
            {
                Answer = Retrieved([1], []) with { TaskId = "golden task" },
            },
        ];
        Assert.Equal([1L], Select(answers).Select(c => c.Of.InteractionId));
    }

    private static List<ChosenDocument> Select(LoggedAnswer[] answers) =>
        [
            .. PairSelection.Of(
                new RetrievalSample(answers, answers.Length, false, null, null, false),
                Analysis,
                new GoldenExclusion(["GOLDEN"], ["golden task"])
            ),
        ];

    private static LoggedAnswer Answer(long id) => new(id, $"t{id}", $"h{id}", "training", false, Retrieved([1], []));

    private static RetrievedAnswer Retrieved(int[] clicked, int[] cited) =>
        new(Noon, "k", "kb-1", null, [new("a", 1), new("b", 2), new("c", 3)]) { Clicked = clicked.ToHashSet(), Cited = cited.ToHashSet() };
}
