using MathNet.Numerics.Distributions;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

/// <summary>One day of five-minute windows with a look after each: 288 looks at α = 0.05.</summary>
public sealed class PeekingTests
{
    private const int Runs = 2000,
        Looks = 288;
    private const double Alpha = 0.05;

    [Theory]
    [InlineData(0.05, 20)]
    [InlineData(0.01, 10)]
    [InlineData(0.2, 50)]
    public void ConfidenceSequence_SharesWithoutDifference_HasFewFalseAlarms(double rate, int units)
    {
        var alarms = Peeking.Stops(Runs, Looks, 1, Peeking.YesNo(rate, units, rate, units, Excludes)).Count;
        Assert.InRange(alarms, 1, Alpha * Runs);
    }

    [Theory]
    [InlineData(0.05, 20, 20)]
    [InlineData(0.01, 10, 10)]
    [InlineData(0.2, 45, 5)]
    public void YesNoEvidence_WithoutDifference_HasFewFalseAlarms(double rate, int live, int candidate)
    {
        var alarms = Peeking.Stops(Runs, Looks, 2, Evidence(rate, live, rate, candidate)).Count;
        Assert.InRange(alarms, 1, Alpha * Runs);
    }

    /// <summary>Costs: a skewed distribution with a long tail.</summary>
    [Fact]
    public void ConfidenceSequence_MeansWithoutDifference_HasFewFalseAlarms()
    {
        var alarms = Peeking.Stops(Runs, Looks, 3, Peeking.Arms(r => Costs(r, 10, 0.8, 1), r => Costs(r, 10, 0.8, 1), Excludes)).Count;
        Assert.InRange(alarms, 1, Alpha * Runs);
    }

    [Fact]
    public void FixedSampleTest_WithPeeking_HasManyFalseAlarms()
    {
        var alarms = Peeking
            .Stops(
                500,
                Looks,
                1,
                Peeking.YesNo(
                    0.05,
                    20,
                    0.05,
                    20,
                    (a, b) => Math.Abs(Core.Patterns.PatternStatistics.TwoProportionZ((long)a.Sum, a.Count, (long)b.Sum, b.Count)) > 1.96
                )
            )
            .Count;
        Assert.InRange(alarms / 500d, 0.3, 0.5);
    }

    /// <summary>Medians of a separate simulation of the same design: 56 and 70 windows.</summary>
    [Fact]
    public void RealEffect_IsDetectedInTime()
    {
        const int runs = 500;
        var sequence = Peeking.Stops(runs, Looks, 4, Peeking.YesNo(0.05, 20, 0.08, 20, Excludes));
        Assert.True(sequence.Count >= 0.99 * runs, $"{sequence.Count} of {runs}");
        Assert.InRange(sequence[runs / 2], 50, 62);
        var evidence = Peeking.Stops(runs, Looks, 5, Evidence(0.05, 20, 0.08, 20));
        Assert.True(evidence.Count >= 0.98 * runs, $"{evidence.Count} of {runs}");
        Assert.InRange(evidence[runs / 2], 62, 78);
    }

    /// <summary>
    /// The whole gate, which can answer in two ways, with a canary of 10 %. With the sequence alone, the error rate would be 0.07.
    /// </summary>
    [Theory]
    [InlineData(0.05, 18, 2, 5000)]
    [InlineData(0.05, 20, 20, 500)]
    [InlineData(0.9, 18, 2, 500)]
    public void SignalGate_WithoutDifference_IsRarelyDecided(double rate, int live, int candidate, double tuning)
    {
        var rule = new SequentialRule(Alpha, tuning);
        var alarms = Peeking
            .Stops(
                Runs,
                Looks / 2,
                6,
                random =>
                {
                    var (a, b, evidence) = (default(OutcomeSums), default(OutcomeSums), YesNoEvidence.Start);
                    return () =>
                    {
                        var (x, y) = (Peeking.Window(random, rate, live), Peeking.Window(random, rate, candidate));
                        (a, b, evidence) = (a + x, b + y, evidence.Add(live, (long)x.Sum, candidate, (long)y.Sum));
                        return SignalGate.Of(a, b, false, rule, evidence)[^1].Answer != GateAnswer.NotEnoughEvidence;
                    };
                }
            )
            .Count;
        Assert.InRange(alarms, 1, Alpha * Runs);
    }

    /// <summary>
    /// Costs with a long tail and a canary of 10 %, which has few values from the tail. With the plain sequences, the error rates would be
    /// 0.06 and 0.07.
    /// </summary>
    [Fact]
    public void CostGates_CanaryThatIsNotCheaper_RarelyPass()
    {
        var rule = new SequentialRule(Alpha);
        var cheaper = Peeking
            .Stops(
                Runs,
                60,
                12,
                Peeking.Arms(
                    r => Costs(r, 18, 1, 1),
                    r => Costs(r, 2, 1, 1),
                    (a, b) => SignalGate.Of(a, b, true, rule)[^1].Answer == GateAnswer.Pass
                )
            )
            .Count;
        var atMargin = Peeking
            .Stops(
                Runs,
                60,
                13,
                Peeking.Arms(
                    r => Costs(r, 18, 1, 1),
                    r => Costs(r, 2, 1, 1.1),
                    (a, b) => Guardrail.RelativeMean("cost", a, b, 0.1, rule).Answer == GateAnswer.Pass
                )
            )
            .Count;
        Assert.True(cheaper <= Alpha * Runs && atMargin <= Alpha * Runs, $"{cheaper} and {atMargin} of {Runs}");
    }

    private static OutcomeSums Costs(Random random, int units, double deviation, double factor)
    {
        var sums = default(OutcomeSums);
        for (var n = 0; n < units; n++)
        {
            var cost = factor * LogNormal.Sample(random, 0, deviation);
            sums += new OutcomeSums(1, cost, cost * cost);
        }

        return sums;
    }

    private static bool Excludes(OutcomeSums live, OutcomeSums candidate) =>
        ConfidenceSequence.Difference(live, candidate, Alpha, 5000) is { Low: > 0 } or { High: < 0 };

    private static Func<Random, Func<bool>> Evidence(double liveRate, int live, double candidateRate, int candidate) =>
        random =>
        {
            var evidence = YesNoEvidence.Start;
            return () =>
            {
                var (a, b) = (Peeking.Window(random, liveRate, live), Peeking.Window(random, candidateRate, candidate));
                evidence = evidence.Add(live, (long)a.Sum, candidate, (long)b.Sum);
                return evidence.Rejects(Alpha);
            };
        };
}
