using TriageConsole.Core.Retrieval;

namespace TriageConsole.Core.Tests.Retrieval;

public sealed class RetrievalAnalyserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_OneRank_EqualsTheCalculationByHand()
    {
        // 10 of 30 with x, 40 of 60 with y. With x: s² = (10 − 100/30)/29, s²/30 = 0.00766284. Without: Σ((y − 2/3)/60)² =
        // (40 − 1600/60)/3600 = 0.00370370. Standard error √0.01136654 = 0.1066140; −1/3 ± 1.959964 · 0.1066140.
        var found = Analyse([.. Answers(30, 10, "x"), .. Answers(60, 40, "y")]);
        var x = found["x"];
        Assert.Equal((30L, 60L), (x.Effect.With.Count, x.Effect.Without.Count));
        Assert.Equal(-1.0 / 3, x.Effect.Difference.Value!.Value, 1e-12);
        Assert.Equal(-0.5422929, x.Effect.Difference.Low!.Value, 1e-6);
        Assert.Equal(-0.1243738, x.Effect.Difference.High!.Value, 1e-6);
        Assert.Equal((DocumentVerdict.Hurts, true), (x.Verdict, x.Proposed));
        Assert.Equal((DocumentVerdict.Helps, false), (found["y"].Verdict, found["y"].Proposed));
        var lower = Analyse([.. Answers(30, 10, "x"), .. Answers(60, 40, "y")], new RetrievalSettings { LowerIsBetter = true });
        Assert.Equal((DocumentVerdict.Helps, DocumentVerdict.Hurts), (lower["x"].Verdict, lower["y"].Verdict));
    }

    [Fact]
    public void Of_DocumentAtALowRank_IsComparedWithOthersAtThatRank()
    {
        // Answers with two documents are worse, whatever the second one is. Without ranks, x would be blamed: 33 % against 72 %.
        var found = Analyse([.. Answers(60, 20, "a", "x"), .. Answers(60, 20, "a", "z"), .. Answers(120, 110, "a")]);
        var x = found["x"].Effect;
        Assert.Equal(0, x.Difference.Value!.Value, 1e-12);
        Assert.Equal((1.0 / 3, 1.0 / 3), (x.MeanWith!.Value, x.MeanWithout!.Value));
        Assert.True(x.Difference is { Low: < 0, High: > 0 });
        Assert.Equal(DocumentVerdict.NoDifference, found["x"].Verdict);
        // There is no answer without a.
        Assert.Null(found["a"].Effect.Difference.Value);
        Assert.Equal(DocumentVerdict.TooFewData, found["a"].Verdict);
    }

    [Fact]
    public void Of_TwoRanks_WeightsEachByItsShare()
    {
        // x is first in 40 answers (10 good) and second in 80 (60 good). The others: 100 with one document (50 good), 50 with two (10
        // good).
        var found = Analyse([
            .. Answers(40, 10, "x"),
            .. Answers(80, 60, "b", "x"),
            .. Answers(100, 50, "b"),
            .. Answers(50, 10, "b", "c"),
        ]);
        var x = found["x"].Effect;
        // At rank 1 60 of 150 others are good, at rank 2 10 of 50: 1/3 · 0.4 + 2/3 · 0.2.
        Assert.Equal(70.0 / 120, x.MeanWith!.Value, 1e-12);
        Assert.Equal((0.4 / 3) + (0.4 / 3), x.MeanWithout!.Value, 1e-12);
        // An answer with one document adds (y − 0.4)/450, one with two (y − 0.4)/450 + (y − 0.2)/75.
        var one = 50 * (Square(0.6 / 450) + Square(0.4 / 450));
        var two = (10 * Square((0.6 / 450) + (0.8 / 75))) + (40 * Square((0.4 / 450) + (0.2 / 75)));
        var own = ((40 * 0.25 * 0.75) + (80 * 0.75 * 0.25)) / 118 / 120;
        var half = 1.959963984540054 * Math.Sqrt(own + one + two);
        Assert.Equal(x.Difference.Value!.Value - half, x.Difference.Low!.Value, 1e-9);
        Assert.Equal(x.Difference.Value!.Value + half, x.Difference.High!.Value, 1e-9);
    }

    [Fact]
    public void Of_RankWithFewOthers_IsNotCompared()
    {
        // At rank 2 there are 9 others, all of them bad.
        var found = Analyse([.. Answers(40, 20, "a", "x"), .. Answers(9, 0, "a", "z"), .. Answers(100, 50, "a")]);
        Assert.Equal((40L, 109L, 0), (found["x"].Effect.With.Count, found["x"].Effect.Without.Count, found["x"].Effect.Compared));
        Assert.Equal(DocumentVerdict.TooFewData, found["x"].Verdict);
        Assert.Null(found["x"].Effect.MeanWith);
    }

    [Fact]
    public void Of_SeveralAnswersOfATask_CountAsOne()
    {
        RetrievedAnswer[] once = [.. Answers(40, 12, "x"), .. Answers(60, 40, "y")];
        var (single, repeated) = (Analyse(once)["x"], Analyse([.. once, .. once, .. once])["x"]);
        Assert.Equal((120L, 40, 60), (repeated.Effect.With.Count, repeated.Effect.Compared, repeated.Effect.Others));
        Assert.Equal(single.Effect.Difference.Low!.Value, repeated.Effect.Difference.Low!.Value, 1e-9);
        Assert.Equal(single.Effect.Difference.High!.Value, repeated.Effect.Difference.High!.Value, 1e-9);
        // 29 tasks are too few, however many answers they have.
        RetrievedAnswer[] few = [.. Answers(29, 2, "x"), .. Answers(60, 40, "y")];
        Assert.Equal(DocumentVerdict.TooFewData, Analyse([.. few, .. few])["x"].Verdict);
    }

    [Fact]
    public void Of_AnswersOfATaskThatCancelOut_AreAsUncertainAsIndependentOnes()
    {
        // Each task has a good and a bad answer with x, so that the sums of all tasks are equal.
        var good = Answers(40, 40, "x");
        var bad = Answers(40, 0, "x");
        var x = Analyse([.. good, .. bad, .. Answers(60, 20, "y")])["x"].Effect.Difference;
        // With x: 80 · 0.25/80² · 40/39. Without: 60 · (1/3 · 2/3)/60².
        var half = 1.959963984540054 * Math.Sqrt((0.25 / 80 * 40 / 39) + (2.0 / 9 / 60));
        Assert.Equal((0.5 - (1.0 / 3)) - half, x.Low!.Value, 1e-9);
        Assert.Equal((0.5 - (1.0 / 3)) + half, x.High!.Value, 1e-9);
    }

    [Fact]
    public void Of_EqualOutcomesWithADocument_StillHaveASpread()
    {
        var found = Analyse([.. Answers(30, 0, "x"), .. Answers(60, 6, "y")]);
        Assert.True(found["x"].Effect.Difference is { Low: < -0.1, High: > -0.1 });
        Assert.Equal(DocumentVerdict.NoDifference, found["x"].Verdict);
        // Without any spread there is no interval.
        Assert.Null(Analyse([.. Answers(30, 0, "x"), .. Answers(60, 60, "y")])["x"].Effect.P);
        Assert.Equal(DocumentVerdict.TooFewData, Analyse([.. Answers(29, 0, "x"), .. Answers(60, 30, "y")])["x"].Verdict);
    }

    [Fact]
    public void Of_DocumentThatNothingUses_NeverHelps_OnlyIfItsRankMakesThatUnlikely()
    {
        // At rank 2, z is cited in 20 answers. 100 · 20/200 = 10 uses are expected of x, and 15 · 20/115 = 2.6 in the second case.
        RetrievedAnswer[] cited = [.. Answers(20, null, "a", "z").Select(a => a with { Cited = new HashSet<int> { 2 } })];
        var never = Analyse([.. cited, .. Answers(80, null, "a", "z"), .. Answers(100, null, "a", "x")]);
        Assert.Equal(10, never["x"].ExpectedUses, 1e-12);
        Assert.Equal((DocumentVerdict.NeverHelps, true), (never["x"].Verdict, never["x"].Proposed));
        Assert.Equal((DocumentVerdict.TooFewData, 20L), (never["z"].Verdict, never["z"].Cited));
        var rare = Analyse([.. cited, .. Answers(80, null, "a", "z"), .. Answers(15, null, "a", "x")]);
        Assert.Equal(DocumentVerdict.TooFewData, rare["x"].Verdict);
    }

    [Fact]
    public void Of_OldDocument_IsStale_UnlessItHelps()
    {
        var found = Analyse([.. Old(Answers(60, 30, "x")), .. Answers(60, 30, "y")]);
        Assert.Equal((DocumentVerdict.Stale, true), (found["x"].Verdict, found["x"].Proposed));
        Assert.Equal(DocumentVerdict.NoDifference, found["y"].Verdict);
        Assert.Equal(DocumentVerdict.Helps, Analyse([.. Old(Answers(60, 50, "x")), .. Answers(60, 20, "y")])["x"].Verdict);
    }

    [Fact]
    public void Of_SeveralSnapshots_ComparesWithinEach_AndProposesOnlyForTheLast()
    {
        var before = Answers(60, 20, "x").Concat(Answers(60, 50, "y")).Select(a => a with { Snapshot = "1", At = Now.AddDays(-9) });
        var after = Answers(60, 30, "x").Concat(Answers(60, 30, "y")).Select(a => a with { Snapshot = "2" });
        var rows = RetrievalAnalyser.Of([.. before, .. after], new RetrievalSettings(), Now).Documents.Where(d => d.Id == "x").ToList();
        Assert.Equal(
            [("1", DocumentVerdict.Hurts, false), ("2", DocumentVerdict.NoDifference, false)],
            rows.OrderBy(r => r.Snapshot, StringComparer.Ordinal).Select(r => (r.Snapshot!, r.Verdict, r.Proposed))
        );
    }

    [Fact]
    public void Of_MoreDocumentsThanTheMaximum_CountsWhatItLeavesOut()
    {
        var analysis = RetrievalAnalyser.Of(Answers(3, null, "a", "b", "c"), new RetrievalSettings { MaxDocuments = 2 }, Now);
        Assert.Equal((2, 3L, 3L), (analysis.Documents.Count, analysis.Answers, analysis.LeftOut));
        Assert.NotNull(analysis.Clicks.Problem);
        Assert.Empty(RetrievalAnalyser.Of([], new RetrievalSettings(), Now).Documents);
    }

    private static double Square(double x) => x * x;

    private static Dictionary<string, DocumentFeedback> Analyse(IEnumerable<RetrievedAnswer> answers, RetrievalSettings? settings = null) =>
        RetrievalAnalyser.Of(answers, settings ?? new RetrievalSettings(), Now).Documents.ToDictionary(d => d.Id, StringComparer.Ordinal);

    private static IEnumerable<RetrievedAnswer> Old(IEnumerable<RetrievedAnswer> answers) =>
        answers.Select(a => a with { Documents = [.. a.Documents.Select(d => d with { ChangedAt = Now.AddDays(-366) })] });

    /// <summary>
    /// Answers of one task each with these documents, of which so many have the outcome 1 and the others 0; null for no outcome.
    /// </summary>
    private static IEnumerable<RetrievedAnswer> Answers(int count, int? good, params string[] documents) =>
        Enumerable
            .Range(0, count)
            .Select(n => new RetrievedAnswer(
                Now.AddDays(-1),
                $"{string.Join(' ', documents)} {n}",
                "s",
                good is { } g ? (n < g ? 1 : 0) : null,
                [.. documents.Select((d, at) => new RankedDocument(d, at + 1))]
            ));
}
