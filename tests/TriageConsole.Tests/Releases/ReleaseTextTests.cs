using TriageConsole.Core.Gates;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Tests.Releases;

public sealed class ReleaseTextTests
{
    [Theory]
    [InlineData(0.02, null, "≈\u202Fan hour more")]
    [InlineData(0.4, null, "≈\u202F10 hours more")]
    [InlineData(1.0, null, "≈\u202F1 day more")]
    [InlineData(2.1, 900L, "≈\u202F3 days more")]
    [InlineData(700.0, null, "≈\u202Fover a year more")]
    [InlineData(null, 1200L, "≈\u202F1\u202F200 units more")]
    [InlineData(null, null, "")]
    public void More_OfAnOpenGate_IsTheTimeOrElseTheUnits(double? days, long? units, string expected) =>
        Assert.Equal(
            expected,
            ReleaseText.More(new GateResult(GateKind.Signal, "Outcome", GateAnswer.NotEnoughEvidence, "", MoreUnits: units, MoreDays: days))
        );

    [Fact]
    public void More_OfAGateWithAResult_IsEmpty() =>
        Assert.Equal("", ReleaseText.More(new GateResult(GateKind.Signal, "Outcome", GateAnswer.Pass, "", MoreDays: 3)));

    [Fact]
    public void Missing_OfACountingGate_SaysHowManyOfHowMany()
    {
        Assert.Equal(
            "Golden set: 2 of 3",
            ReleaseText.Missing(new GateResult(GateKind.GoldenSet, "Golden set", GateAnswer.NotEnoughEvidence, "", Value: 2, Threshold: 3))
        );
        Assert.Equal(
            "Minimum sample: 5\u202F% of the traffic, 10\u202F% needed",
            ReleaseText.Missing(
                new GateResult(GateKind.MinimumSample, "Minimum sample", GateAnswer.NotEnoughEvidence, "", Value: 0.05, Threshold: 0.1)
            )
        );
        Assert.Equal(
            "Errors fails: +3.4 pp, margin 1 pp",
            ReleaseText.Missing(
                new GateResult(
                    GateKind.Guardrail,
                    "Errors",
                    GateAnswer.Fail,
                    "",
                    Value: 0.034,
                    Threshold: 0.01,
                    Unit: GateUnit.ShareDifference
                )
            )
        );
        Assert.Equal(
            "Latency p95 fails: 8\u202F%, at most 5\u202F%",
            ReleaseText.Missing(
                new GateResult(GateKind.Guardrail, "Latency p95", GateAnswer.Fail, "", Value: 0.08, Threshold: 0.05, Unit: GateUnit.Share)
            )
        );
        Assert.Equal(
            "Golden set fails",
            ReleaseText.Missing(new GateResult(GateKind.GoldenSet, "Golden set", GateAnswer.Fail, "", Value: 2, Threshold: 0))
        );
    }

    [Fact]
    public void Gain_HasASignAndTheUnitOfTheMetric()
    {
        Assert.Equal("+4.2 pp", ReleaseText.Gain(0.042, "case", isShare: true));
        Assert.Equal("+4.2 pp (−1 to +7.3)", ReleaseText.Gain(0.042, -0.01, 0.073, "case", isShare: true));
        Assert.Equal("−1.3 min", ReleaseText.Gain(-1.3, "min", isShare: false));
        Assert.Equal("−1.3 min (−2 to −0.6)", ReleaseText.Gain(-1.3, -2, -0.6, "min", isShare: false));
        Assert.Equal("0", ReleaseText.Gain(0, null, isShare: false));
        Assert.Equal("(−0.01 to +0.07)", ReleaseText.Interval(-0.01, 0.07, isShare: false));
        Assert.Equal("", ReleaseText.Interval(null, 0.07, isShare: true));
    }

    [Fact]
    public void Changes_BetweenTwoReleases_NameNewRemovedAndReplacedComponents()
    {
        ReleasePart[] before =
        [
            Part(ComponentKind.Model, "gpt", "5", 1),
            Part(ComponentKind.Prompt, "answer", "p1", 2),
            Part(ComponentKind.Reranker, "rank", "r1", 3),
        ];
        ReleasePart[] after =
        [
            Part(ComponentKind.Model, "gpt", "5", 1),
            Part(ComponentKind.Prompt, "answer", "p2", 4),
            Part(ComponentKind.Guardrail, "pii", "g1", 5),
        ];
        Assert.Equal(
            ["Prompt answer: p1 → p2", "Reranker rank: r1, no longer part of it", "Guardrail pii: g1, new"],
            ReleaseText.Changes(before, after).Select(c => c.Words)
        );
        Assert.Empty(ReleaseText.Changes(before, before));
    }

    private static ReleasePart Part(ComponentKind kind, string name, string version, long id) => new(kind, name, version, id, false);
}
