using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Tests.Gates;

public sealed class LatencyGuardrailTests
{
    private static readonly SequentialRule Rule = new();

    /// <summary>The bins of rollups: quarters of a doubling.</summary>
    private static readonly double[] Bounds =
    [
        .. Enumerable.Range(0, 101).Select(bin => bin == 100 ? double.PositiveInfinity : Math.Pow(2, bin / 4.0)),
    ];

    [Fact]
    public void LatencyP95_IsComparedWithTheNextBinBound()
    {
        // Live: 90 % below 100 ms, 10 % between 100 and 200 ms. The p95 is 150 ms, and 180 ms with the margin; its bin ends at 200 ms.
        var result = Guardrail.LatencyP95("latency p95", [100, 200, 400, 800], [9000, 1000, 0, 0], [9000, 800, 200, 0], 0.2, Rule);
        Assert.Equal((GateAnswer.Pass, 0.02, 0.05), (result.Answer, result.Value, result.Threshold));
        Assert.StartsWith(
            "Not slower beyond the margin: live p95 is 150 ms, 200 ms with the margin of 20 %; "
                + "2 % of the candidate's responses took longer",
            result.Explanation,
            StringComparison.Ordinal
        );
        Assert.Equal(
            GateAnswer.Fail,
            Guardrail.LatencyP95("latency p95", [100, 200, 400, 800], [9000, 1000, 0, 0], [9000, 100, 900, 0], 0.2, Rule).Answer
        );
        // A margin that ends exactly at the bound of a bin stays there.
        Assert.Contains(
            "200 ms with",
            Guardrail.LatencyP95("latency p95", [100, 200, 400, 800], [9000, 1000, 0, 0], [9000, 800, 200, 0], 1.0 / 3, Rule).Explanation,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "400 ms with",
            Guardrail.LatencyP95("latency p95", [100, 200, 400, 800], [9000, 1000, 0, 0], [9000, 800, 200, 0], 0.34, Rule).Explanation,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void LatencyP95_InTheLastBin_HasNotEnoughEvidence()
    {
        foreach (var last in new[] { 800, double.PositiveInfinity })
        {
            var result = Guardrail.LatencyP95("latency p95", [100, 200, last], [900, 0, 100], [1000, 0, 0], 0.2, Rule);
            Assert.Equal(
                (GateAnswer.NotEnoughEvidence, "The p95 of live plus the margin is in the last bin, so slower responses cannot be seen."),
                (result.Answer, result.Explanation)
            );
        }

        Assert.Equal(GateAnswer.NotEnoughEvidence, Guardrail.LatencyP95("latency p95", [100], [100], [1000], 0.2, Rule).Answer);
    }

    [Fact]
    public void LatencyP95_InvalidBins_Throws()
    {
        Assert.Throws<ArgumentException>(() => Guardrail.LatencyP95("x", [], [], [], 0.2, Rule));
        Assert.Throws<ArgumentException>(() => Guardrail.LatencyP95("x", [100, 100], [1, 1], [1, 1], 0.2, Rule));
        Assert.Throws<ArgumentException>(() => Guardrail.LatencyP95("x", [100, 200], [1], [1, 1], 0.2, Rule));
        Assert.Throws<ArgumentException>(() => Guardrail.LatencyP95("x", [100, 200], [1, 1], [1, -1], 0.2, Rule));
    }

    [Fact]
    public void LatencyP95_TwiceAsSlowFails_EquallyFastPasses()
    {
        var slow = Answers(300, 2, GateAnswer.Fail);
        Assert.True(slow >= 0.95 * 300, $"{slow} of 300");
        var same = Answers(300, 1, GateAnswer.Pass);
        Assert.True(same >= 0.9 * 300, $"{same} of 300");
    }

    /// <summary>The p95 of live is estimated from as few responses as the candidate's share above it.</summary>
    [Fact]
    public void LatencyP95_EquallyFastWithoutMargin_RarelyFails()
    {
        var alarms = Answers(2000, 1, GateAnswer.Fail, margin: 0, window: 10);
        Assert.True(alarms <= 0.05 * 2000, $"{alarms} of 2000");
    }

    /// <summary>Number of runs, each with 40 looks at log-normal latencies, that have this answer at one of the looks.</summary>
    private static int Answers(int runs, double slower, GateAnswer answer, double margin = 0.2, int window = 50) =>
        Peeking
            .Stops(
                runs,
                40,
                9,
                random =>
                {
                    var (live, candidate) = (new long[Bounds.Length], new long[Bounds.Length]);
                    return () =>
                    {
                        for (var n = 0; n < window; n++)
                        {
                            live[Bin(MathNet.Numerics.Distributions.LogNormal.Sample(random, 6, 0.7))]++;
                            candidate[Bin(slower * MathNet.Numerics.Distributions.LogNormal.Sample(random, 6, 0.7))]++;
                        }

                        return Guardrail.LatencyP95("latency p95", Bounds, live, candidate, margin, Rule).Answer == answer;
                    };
                }
            )
            .Count;

    private static int Bin(double milliseconds) => milliseconds < 1 ? 0 : Math.Min(100, 1 + (int)Math.Floor(Math.Log2(milliseconds) * 4));
}
