using TriageConsole.Core.Outcomes;
using TriageConsole.Core.Reports;

namespace TriageConsole.Core.Tests.Reports;

public sealed class WeekDifferenceTests
{
    /// <summary>The first example of Newcombe 1998, table II, method 10: 56 of 70 and 48 of 80 differ by 0.0524 to 0.3339.</summary>
    [Fact]
    public void Shares_HaveTheIntervalOfNewcombesExample()
    {
        var d = WeekDifference.Of(new OutcomeSums(80, 48, 48), new OutcomeSums(70, 56, 56), lowerIsBetter: false);
        Assert.Equal(0.2, d.Difference.Value!.Value, 12);
        Assert.Equal(0.0524, d.Difference.Low!.Value, 4);
        Assert.Equal(0.3339, d.Difference.High!.Value, 4);
        Assert.Equal((0.6, 0.8), (d.Before.Value!.Value, d.Now.Value!.Value));
        Assert.Equal(ShiftVerdict.Better, d.Verdict);
    }

    /// <summary>The difference is now − before for every measure; only the verdict knows the good direction.</summary>
    [Fact]
    public void MoreFailures_AreWorse()
    {
        var d = WeekDifference.OfFailures(48, 80, 56, 70);
        Assert.Equal(0.2, d.Difference.Value!.Value, 12);
        Assert.Equal(0.0524, d.Difference.Low!.Value, 4);
        Assert.Equal(ShiftVerdict.Worse, d.Verdict);
    }

    [Fact]
    public void SmallDifference_IsNoEvidence_AndFewValuesAreNotEnough()
    {
        Assert.Equal(ShiftVerdict.NoClearChange, WeekDifference.OfFailures(10, 100, 11, 100).Verdict);
        Assert.Equal(ShiftVerdict.NotEnough, WeekDifference.OfFailures(0, 29, 29, 29).Verdict);
        var none = WeekDifference.OfFailures(0, 0, 3, 40);
        Assert.Null(none.Difference.Value);
        Assert.Null(none.Before.Value);
        Assert.Equal(ShiftVerdict.NotEnough, none.Verdict);
    }
}
