using System.Text.Json;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Tests.Gates;

public sealed class GuardrailTests
{
    private static readonly SequentialRule Rule = new();

    private static OutcomeSums YesNo(long yes, long n) => new(n, yes, yes);

    private static OutcomeSums Numbers(long n, double mean, double deviation) =>
        new(n, n * mean, (n * mean * mean) + ((n - 1) * deviation * deviation));

    private static GateAnswer Rate(OutcomeSums live, OutcomeSums candidate, double margin = 0.02) =>
        Guardrail.Rate("escalations", live, candidate, margin, Rule).Answer;

    [Fact]
    public void Rate_IsComparedWithTheMargin()
    {
        Assert.Equal(GateAnswer.Pass, Rate(YesNo(150, 3000), YesNo(150, 3000)));
        Assert.Equal(GateAnswer.Fail, Rate(YesNo(100, 2000), YesNo(240, 2000)));
        // Certainly worse, but not certainly by more than the margin.
        Assert.Equal(GateAnswer.NotEnoughEvidence, Rate(YesNo(1000, 40_000), YesNo(1800, 40_000)));
        Assert.Equal(GateAnswer.Fail, Rate(YesNo(1000, 40_000), YesNo(1800, 40_000), 0));
        // Not worse, but too few units to show it.
        var few = Guardrail.Rate("escalations", YesNo(3, 60), YesNo(3, 60), 0.02, new SequentialRule(UnitsPerDay: 500));
        Assert.True(
            few is { Answer: GateAnswer.NotEnoughEvidence, MoreUnits: > 500, Threshold: 0.02, Units: 120 }
                && few.MoreDays == few.MoreUnits / 500.0
        );
        Assert.True(few.Low < 0 && few.High > 0.02);
        Assert.Matches(
            "^Not decisive: 5 % live, 5 % candidate; difference 0 pp \\(95 % bounds −[\\d.]+ and \\+[\\d.]+\\), margin 2 pp. "
                + "About [\\d,]+ more units, about [\\d.]+ days, at the current difference.$",
            few.Explanation
        );
    }

    [Fact]
    public void MoreUnits_IsTheNumberAtWhichItPasses()
    {
        var more = Guardrail.Rate("escalations", YesNo(30, 600), YesNo(30, 600), 0.02, Rule).MoreUnits!.Value;
        OutcomeSums Grown(double factor) => YesNo((long)(30 * factor), (long)(600 * factor));
        var factor = (1200.0 + more) / 1200;
        Assert.Equal(GateAnswer.Pass, Rate(Grown(factor * 1.01), Grown(factor * 1.01)));
        Assert.Equal(GateAnswer.NotEnoughEvidence, Rate(Grown(factor * 0.97), Grown(factor * 0.97)));
    }

    [Fact]
    public void Guardrails_WithoutData_NeitherPassNorFail()
    {
        foreach (
            var (live, candidate, whose) in new (OutcomeSums, OutcomeSums, string)[]
            {
                (default, default, "either arm"),
                (default, YesNo(90, 100), "live"),
                (YesNo(0, 100), default, "the candidate"),
            }
        )
        {
            foreach (
                var result in new[]
                {
                    Guardrail.Rate("safety", live, candidate, 0.02, Rule),
                    Guardrail.RelativeMean("cost", live, candidate, 0.1, Rule),
                }
            )
                Assert.Equal((GateAnswer.NotEnoughEvidence, $"No data for {whose}."), (result.Answer, result.Explanation));
        }

        Assert.Equal(GateAnswer.NotEnoughEvidence, Guardrail.LatencyP95("latency", [10, 20, 40], [0, 0, 0], [5, 5, 5], 0.2, Rule).Answer);
        Assert.Equal(
            "No data for the candidate.",
            Guardrail.LatencyP95("latency", [10, 20, 40], [90, 5, 5], [0, 0, 0], 0.2, Rule).Explanation
        );
    }

    [Fact]
    public void Rate_Regression_FailsBeforeTheMinimumSampleButNotBelowTenUnits()
    {
        Assert.Equal(GateAnswer.Fail, Rate(YesNo(0, 12), YesNo(12, 12)));
        Assert.Equal(GateAnswer.Fail, Rate(YesNo(0, 900), YesNo(10, 10)));
        Assert.Equal(GateAnswer.NotEnoughEvidence, Rate(YesNo(0, 900), YesNo(9, 9)));
        Assert.Equal(GateAnswer.NotEnoughEvidence, Rate(YesNo(49, 49), YesNo(0, 49)));
        Assert.Equal(GateAnswer.Pass, Rate(YesNo(50, 50), YesNo(0, 50)));
        Assert.True(Guardrail.Rate("escalations", YesNo(49, 49), YesNo(0, 49), 0.02, Rule).MoreUnits == 2);
    }

    [Fact]
    public void RelativeMean_IsComparedWithAShareOfLive()
    {
        GateAnswer Cost(double candidate, long n = 2000) =>
            Guardrail.RelativeMean("cost per task", Numbers(n, 0.02, 0.01), Numbers(n, candidate, 0.01), 0.1, Rule).Answer;
        Assert.Equal(GateAnswer.Pass, Cost(0.02));
        Assert.Equal(GateAnswer.NotEnoughEvidence, Cost(0.0215));
        Assert.Equal(GateAnswer.Fail, Cost(0.025));
        Assert.Equal(GateAnswer.Pass, Cost(0.0215, 40_000));
        var result = Guardrail.RelativeMean("cost per task", Numbers(2000, 0.02, 0.01), Numbers(2000, 0.0215, 0.01), 0.1, Rule);
        Assert.Equal((0.0015, 0.002), (Math.Round(result.Value!.Value, 9), Math.Round(result.Threshold!.Value, 9)));
        // The mean of live is an estimate too: its variance has the factor 1.1².
        var error = Math.Sqrt((1.21 * 0.0001 / 2000) + (0.0001 / 2000));
        Assert.Equal(
            0.0015 + (error * Math.Sqrt(4000) * ConfidenceSequence.HalfWidth(4000, 0.05, 500, oneSided: true)),
            result.High!.Value,
            1e-9
        );
        Assert.Contains("margin 0.002, 10 % of live", result.Explanation, StringComparison.Ordinal);
        // Equal costs have an unknown spread.
        Assert.Equal(
            GateAnswer.NotEnoughEvidence,
            Guardrail.RelativeMean("cost", Numbers(500, 0.02, 0), Numbers(500, 0.02, 0), 0.1, Rule).Answer
        );
    }

    /// <summary>Exactly as bad as the margin: neither pass nor fail, for any number of looks.</summary>
    [Theory]
    [InlineData(0, 0.05, 20, 20)]
    [InlineData(0.01, 0.02, 45, 5)]
    [InlineData(0.5, 0, 18, 2)]
    public void Rate_AtTheMargin_IsRarelyDecided(double rate, double margin, int live, int candidate)
    {
        var answers = new int[3];
        Peeking.Stops(
            2000,
            100,
            7,
            Peeking.YesNo(
                rate,
                live,
                rate + margin,
                candidate,
                (a, b) =>
                {
                    var answer = Rate(a, b, margin);
                    if (answer != GateAnswer.NotEnoughEvidence)
                        Interlocked.Increment(ref answers[(int)answer]);
                    return answer != GateAnswer.NotEnoughEvidence;
                }
            )
        );
        Assert.True(
            answers[(int)GateAnswer.Pass] <= 0.05 * 2000 && answers[(int)GateAnswer.Fail] <= 0.05 * 2000,
            $"{answers[0]} passed and {answers[1]} failed of 2000"
        );
    }

    [Fact]
    public void Rate_RealRegression_FailsInTime()
    {
        var failed = Peeking.Stops(500, 100, 8, Peeking.YesNo(0.05, 18, 0.15, 18, (a, b) => Rate(a, b) == GateAnswer.Fail));
        Assert.True(failed.Count >= 0.99 * 500 && failed[250] <= 40, $"{failed.Count} of 500, half of them after {failed[250]} windows");
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
            Numbers(60, 0.3, 0),
            Numbers(60, -3, 1),
            new(60, 60e150, 1e302),
        ];
        foreach (var live in unusual)
        foreach (var candidate in unusual)
        foreach (
            var result in new[]
            {
                Guardrail.Rate("x", live, candidate, 0.02, Rule),
                Guardrail.RelativeMean("x", live, candidate, 0.1, Rule),
            }
        )
            Assert.Equal(result, JsonSerializer.Deserialize<GateResult>(JsonSerializer.Serialize(result)));
    }
}
