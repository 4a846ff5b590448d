using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class EvalFiguresTests
{
    private static ItemVerdict Item(bool? live, bool? candidate, bool hasOutput = true, bool locked = false) =>
        new(true, locked, hasOutput, live, candidate);

    [Fact]
    public void Together_MissingOrError_IsNeverAPass()
    {
        Assert.True(EvalFigures.Together([EvalVerdict.Pass, EvalVerdict.NotApplicable]));
        Assert.False(EvalFigures.Together([EvalVerdict.Pass, EvalVerdict.Fail, EvalVerdict.Error]));
        Assert.Null(EvalFigures.Together([EvalVerdict.Pass, EvalVerdict.Error]));
        Assert.Null(EvalFigures.Together([EvalVerdict.NotApplicable]));
        Assert.Null(EvalFigures.Together([]));
    }

    [Fact]
    public void PairedShares_ItemsDecidedOnBothSides_CountAndMissingOutputFails()
    {
        var shares = PairedShares.Of([
            Item(true, true),
            Item(true, false),
            Item(false, true),
            Item(true, null, hasOutput: false),
            Item(true, null),
            Item(null, true),
        ]);
        Assert.Equal((2, 4, 3, 4), (shares.Candidate.Passes, shares.Candidate.Items, shares.Live.Passes, shares.Live.Items));
        Assert.Equal((2, 1), (shares.Regressions, shares.Improvements));
    }

    [Fact]
    public void PairedShares_WithoutLive_CountTheCandidateOnly()
    {
        var shares = PairedShares.Of([Item(null, true), Item(null, false), Item(null, null), Item(null, null, hasOutput: false)]);
        Assert.Equal((1, 3), (shares.Candidate.Passes, shares.Candidate.Items));
        Assert.Null(shares.Live.Rate);
        Assert.Null(shares.Difference());
        Assert.Null(PairedShares.Of([]).Candidate.Rate);
    }

    /// <summary>
    /// The interval of A. Agresti and Y. Min (2005) for the election polls of their table 1: 794, 150, 86 and 570 of 1600 voters.
    /// </summary>
    [Fact]
    public void Difference_PairedShares_EqualsTheAdjustedWaldInterval()
    {
        var items = Enumerable
            .Repeat(Item(true, true), 794)
            .Concat(Enumerable.Repeat(Item(true, false), 150))
            .Concat(Enumerable.Repeat(Item(false, true), 86))
            .Concat(Enumerable.Repeat(Item(false, false), 570))
            .ToList();
        var (difference, low, high) = PairedShares.Of(items).Difference()!.Value;
        Assert.Equal(-0.04, difference, 12);
        // By hand: ((86.5 − 150.5) ∓ 1.96·√(237 − 64²/1602)) / 1602.
        var half = 1.959963984540054 * Math.Sqrt(237 - (64.0 * 64 / 1602)) / 1602;
        Assert.Equal((-64.0 / 1602) - half, low, 12);
        Assert.Equal((-64.0 / 1602) + half, high, 12);
        Assert.Equal(-0.0586, low, 3);
        Assert.Equal(-0.0213, high, 3);
    }

    [Fact]
    public void Holds_UpToTheMargin_IsTrue()
    {
        IEnumerable<(EvalVerdict, EvalVerdict)> Pairs(int worse, int same) =>
            Enumerable
                .Repeat((EvalVerdict.Pass, EvalVerdict.Fail), worse)
                .Concat(Enumerable.Repeat((EvalVerdict.Pass, EvalVerdict.Pass), same));
        Assert.True(EvalFigures.Holds(Pairs(2, 98), 0.02));
        Assert.False(EvalFigures.Holds(Pairs(3, 97), 0.02));
        Assert.Null(EvalFigures.Holds([(EvalVerdict.NotApplicable, EvalVerdict.Pass), (EvalVerdict.Pass, EvalVerdict.Error)], 0.02));
    }

    [Fact]
    public void IsRegression_ItemWithoutOutput_IsTrue()
    {
        Assert.True(Item(true, null, hasOutput: false).IsRegression);
        Assert.False(Item(true, null, hasOutput: false, locked: true).IsLockedRegression);
        Assert.True(Item(true, false, locked: true).IsLockedRegression);
        Assert.False(Item(true, null).IsRegression);
        Assert.False(Item(null, false).IsRegression);
        Assert.True(Item(false, true).IsImprovement);
    }
}
