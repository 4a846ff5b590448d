using System.Text.Json;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

public sealed class SignalGateTests
{
    private static readonly SequentialRule Rule = new();

    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    private static OutcomeSums Numbers(long n, double mean, double deviation) =>
        new(n, n * mean, (n * mean * mean) + ((n - 1) * deviation * deviation));

    private static GateAnswer[] Answers(
        OutcomeSums live,
        OutcomeSums candidate,
        bool lowerIsBetter = false,
        YesNoEvidence? evidence = null
    ) => [.. SignalGate.Of(live, candidate, lowerIsBetter, Rule, evidence).Select(r => r.Answer)];

    private static GateResult Signal(
        OutcomeSums live,
        OutcomeSums candidate,
        bool lowerIsBetter = false,
        SequentialRule? rule = null,
        YesNoEvidence? evidence = null
    ) => SignalGate.Of(live, candidate, lowerIsBetter, rule ?? Rule, evidence)[^1];

    /// <summary>Real runs of support agents: a fine-tune and its base model in two domains.</summary>
    [Fact]
    public void Signal_RealFineTunes_HasTheAnswer()
    {
        Assert.All(Answers(YesNo(24, 52), YesNo(42, 52)), answer => Assert.Equal(GateAnswer.Pass, answer));
        var telecom = Signal(YesNo(24, 52), YesNo(42, 52));
        Assert.Equal("Better: 46.2 % live, 80.8 % candidate; gain +34.6 pp (95 % +5.1 to +64.1 at any look).", telecom.Explanation);
        Assert.Equal(GateUnit.ShareDifference, telecom.Unit);
        Assert.Equal((0.0514, 0d, 104L, null), (Math.Round(telecom.Low!.Value, 4), telecom.Threshold, telecom.Units, telecom.MoreUnits));
        var airline = SignalGate.Of(YesNo(23, 34), YesNo(24, 34), false, new SequentialRule(UnitsPerDay: 1000));
        Assert.Equal([GateAnswer.Pass, GateAnswer.NotEnoughEvidence, GateAnswer.NotEnoughEvidence], airline.Select(r => r.Answer));
        Assert.Equal((32L, 0.032), (airline[1].MoreUnits, airline[1].MoreDays));
        Assert.True(airline[2].MoreUnits > 5_000 && airline[2].MoreDays == airline[2].MoreUnits / 1000.0);
        // With a smaller minimum sample, the interval itself contains zero.
        Assert.Equal(GateAnswer.NotEnoughEvidence, Signal(YesNo(23, 34), YesNo(24, 34), rule: new SequentialRule(MinUnits: 30)).Answer);
    }

    [Fact]
    public void Gates_NothingMeasured_NeverPass()
    {
        foreach (
            var (live, candidate) in new (OutcomeSums, OutcomeSums)[]
            {
                (default, default),
                (default, YesNo(900, 1000)),
                (YesNo(10, 1000), default),
            }
        )
        foreach (var lower in new[] { false, true })
        {
            Assert.All(Answers(live, candidate, lower), answer => Assert.Equal(GateAnswer.NotEnoughEvidence, answer));
            Assert.Equal(GateKind.DataPresent, GateDecision.Of([.. SignalGate.Of(live, candidate, lower, Rule)]).Because!.Kind);
        }

        Assert.Equal("No outcome was measured for the candidate.", SignalGate.Of(YesNo(10, 1000), default, false, Rule)[0].Explanation);
        Assert.Equal("No outcome was measured for live.", SignalGate.Of(default, YesNo(10, 1000), false, Rule)[0].Explanation);
    }

    /// <summary>Some tools advise to promote after a fixed time without a decision; this gate holds.</summary>
    [Fact]
    public void Signal_InconclusiveWithManyUnits_NeverPasses()
    {
        foreach (var n in new[] { 100, 10_000, 1_000_000_000L })
            Assert.Equal(GateAnswer.NotEnoughEvidence, Signal(YesNo(n / 2, n), YesNo(n / 2, n)).Answer);
        Assert.EndsWith(
            "At the current difference, more units would not show it.",
            Signal(YesNo(500, 1000), YesNo(500, 1000)).Explanation,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Signal_LowerIsBetter_ReversesTheAnswer()
    {
        Assert.Equal(GateAnswer.Pass, Signal(YesNo(3200, 4000), YesNo(3000, 4000), lowerIsBetter: true).Answer);
        Assert.Equal(GateAnswer.Fail, Signal(YesNo(3200, 4000), YesNo(3000, 4000)).Answer);
        var faster = Signal(Numbers(400, 20, 6), Numbers(400, 15, 6), lowerIsBetter: true);
        Assert.Equal((GateAnswer.Pass, 5d), (faster.Answer, Math.Round(faster.Value!.Value, 9)));
        Assert.True(faster.Low is > 0 and < 5 && faster.High > 5);
        Assert.Equal(GateAnswer.Fail, Signal(Numbers(400, 20, 6), Numbers(400, 15, 6)).Answer);
    }

    [Fact]
    public void Signal_SmallNumbers_AreDecidedByTheExactEvidence()
    {
        // 1 of 60 and 12 of 60: the sequence is only approximate here, and would pass.
        var (live, candidate) = (YesNo(1, 60), YesNo(12, 60));
        Assert.True(SignalGate.HasSmallNumbers(live, candidate));
        var without = Signal(live, candidate);
        Assert.Equal((GateAnswer.NotEnoughEvidence, null, null), (without.Answer, without.Low, without.High));
        Assert.True(ConfidenceSequence.Difference(live, candidate, 0.05, 500).Low > 0);
        var evidence = YesNoEvidence.Start.Add(10, 1, 10, 1);
        for (var w = 1; w < 6; w++)
            evidence = evidence.Add(10, 0, 10, 1);
        Assert.True(
            Signal(YesNo(1, 60), YesNo(6, 60), evidence: evidence) is { Answer: GateAnswer.NotEnoughEvidence, MoreUnits: > 0, Low: null }
        );
        Assert.Null(Signal(YesNo(1, 60), YesNo(6, 60), lowerIsBetter: true, evidence: evidence).MoreUnits);
        for (var w = 6; w < 24; w++)
            evidence = evidence.Add(5, 0, 5, 1);
        Assert.True(evidence.Rejects(0.05));
        Assert.Equal(GateAnswer.Pass, Signal(YesNo(1, 150), YesNo(24, 150), evidence: evidence).Answer);
        Assert.Equal(GateAnswer.Fail, Signal(YesNo(1, 150), YesNo(24, 150), lowerIsBetter: true, evidence: evidence).Answer);
        Assert.Equal(GateAnswer.NotEnoughEvidence, Signal(YesNo(1, 40), YesNo(8, 40), evidence: evidence).Answer);
        Assert.False(SignalGate.HasSmallNumbers(YesNo(24, 52), YesNo(42, 52)));
        Assert.True(SignalGate.HasSmallNumbers(YesNo(24, 52), YesNo(43, 52)));
        Assert.False(SignalGate.HasSmallNumbers(Numbers(60, 3, 1), Numbers(60, 3, 1)));
    }

    [Fact]
    public void MinimumSample_RequiresUnitsAndAShareOfTheTraffic()
    {
        GateResult Minimum(long live, long candidate, SequentialRule rule) =>
            SignalGate.Of(YesNo(live / 2, live), YesNo(candidate / 2, candidate), false, rule)[1];
        Assert.Equal((GateAnswer.Pass, null), (Minimum(450, 50, Rule).Answer, Minimum(450, 50, Rule).MoreUnits));
        // The candidate lacks 10 units and gets 10 % of the traffic.
        Assert.Equal((GateAnswer.NotEnoughEvidence, 100L), (Minimum(360, 40, Rule).Answer, Minimum(360, 40, Rule).MoreUnits));
        Assert.Equal(40, Minimum(400, 40, new SequentialRule(CandidateShare: 0.25)).MoreUnits);
        Assert.Null(Minimum(400, 0, Rule).MoreUnits);
        Assert.Equal(GateAnswer.Pass, Minimum(4000, 400, new SequentialRule(CandidateShare: 0.1)).Answer);
        var thin = Minimum(4000, 400, new SequentialRule(CandidateShare: 0.05));
        Assert.Equal(
            (GateAnswer.NotEnoughEvidence, "The candidate gets 5 % of the traffic; at least 10 % are needed."),
            (thin.Answer, thin.Explanation)
        );
    }

    [Fact]
    public void Results_UnusualSums_RoundTripAsJson()
    {
        OutcomeSums[] unusual =
        [
            default,
            YesNo(0, 1),
            YesNo(1, 1),
            YesNo(0, 100),
            YesNo(100, 100),
            Numbers(60, 1e9, 0),
            Numbers(60, -3, 1),
            Numbers(60, 1e-9, 1e-9),
            new(60, 60e150, 1e302),
        ];
        foreach (var live in unusual)
        foreach (var candidate in unusual)
        foreach (var result in SignalGate.Of(live, candidate, false, Rule, YesNoEvidence.Start))
            Assert.Equal(result, JsonSerializer.Deserialize<GateResult>(JsonSerializer.Serialize(result)));
    }
}
