using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Drift;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Outcomes;

/// <summary>Equal values have an unknown spread. An interval from them alone would have zero width, so it decides nothing.</summary>
public sealed class NoWidthTests
{
    [Fact]
    public void OutcomeShift_ConstantSamples_IsNoClearChange()
    {
        var shift = OutcomeShift.Of(Of(3.5, 40), Of(3.6, 40), lowerIsBetter: false);
        Assert.Equal((ShiftVerdict.NoClearChange, null, null), (shift.Verdict, shift.Low, shift.High));
        Assert.Equal(0.1, shift.Gain!.Value, 12);
        Assert.Contains("the spread is unknown", shift.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void AllTests_ConstantSamples_DecideNothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                (
                    from a in Values()
                    from b in Values()
                    from n in Gen.Choose(2, 5000)
                    from m in Gen.Choose(2, 5000)
                    from lower in Gen.Elements(true, false)
                    where !(IsYesNo(a) && IsYesNo(b))
                    select (a, b, n, m, lower)
                ).ToArbitrary(),
                c =>
                {
                    var (before, now) = (Of(c.a, c.n), Of(c.b, c.m));
                    var rule = new SequentialRule();
                    Assert.Contains(
                        OutcomeShift.Of(before, now, c.lower).Verdict,
                        new[] { ShiftVerdict.NoClearChange, ShiftVerdict.NotEnough }
                    );
                    var signal = SignalGate.Of(before, now, c.lower, rule)[^1];
                    Assert.Equal((GateAnswer.NotEnoughEvidence, null, null), (signal.Answer, signal.Low, signal.High));
                    Assert.Equal(RegressionVerdict.NotEnoughEvidence, RegressionMonitor.Of(before, now, c.lower, 0, rule).Verdict);
                    Assert.Equal(GateAnswer.NotEnoughEvidence, Guardrail.RelativeMean("Cost", before, now, 0.1, rule).Answer);
                    Assert.Null(ConfidenceSequence.Difference(before, now, 0.05, 500).Low);
                    Assert.Null(MeanDifference.Welch(before, now).Low);
                    Assert.False(LeadingSignal.Power(before, now).Predicts);
                    Assert.Empty(ChangePoints.Find([before, now]));
                    if (!IsYesNo(c.a))
                        Assert.Null(MeanEstimate.Of(before).Low);
                }
            )
        );

    /// <summary>For yes/no outcomes, the spread is known even if all values are equal, and it is not zero.</summary>
    [Fact]
    public void Intervals_EqualYesNoOutcomes_HaveWidth()
    {
        var (none, all) = (Of(0, 100), Of(1, 100));
        var shift = OutcomeShift.Of(none, all, lowerIsBetter: false);
        Assert.True(shift is { Verdict: ShiftVerdict.Better, Low: < 0.99, High: <= 1 });
        var power = LeadingSignal.Power(all, none);
        Assert.True(power is { Predicts: true, Low: > 0.9 and < 1, High: < 1 });
        Assert.True(MeanEstimate.Of(all).Low < 1);
    }

    private static Gen<double> Values() =>
        Gen.OneOf(Gen.Elements(0, 1, 3.5, 3.6, 0.1, 1e-9, 1e9, -2.7, 1.0 / 3), Gen.Choose(-1_000_000, 1_000_000).Select(n => n / 997.0));

    private static bool IsYesNo(double value) => value is 0 or 1;

    /// <summary>Adds the values like a database, including its rounding errors.</summary>
    private static OutcomeSums Of(double value, int count) => OutcomeSums.Of(Enumerable.Repeat(value, count));
}
