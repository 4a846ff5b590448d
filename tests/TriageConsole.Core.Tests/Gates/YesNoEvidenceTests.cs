using System.Text.Json;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Tests.Gates;

public sealed class YesNoEvidenceTests
{
    [Fact]
    public void Add_Windows_EqualsTheReference()
    {
        (long Na, long Ya, long Nb, long Yb)[] windows = [(20, 1, 20, 3), (20, 0, 20, 4), (20, 2, 20, 5), (20, 1, 20, 6)];
        double[] after = [1.0, 5.34374191, 7.29189942, 65.32609531];
        var evidence = YesNoEvidence.Start;
        foreach (var (w, e) in windows.Zip(after))
        {
            evidence = evidence.Add(w.Na, w.Ya, w.Nb, w.Yb);
            Assert.Equal(e, Math.Exp(evidence.LogE), 1e-8);
            Assert.Equal(Math.Min(1, 1 / e), evidence.P, 1e-8);
            Assert.Equal(e >= 20, evidence.Rejects(0.05));
        }

        Assert.Equal(
            (80L, 4L, 80L, 18L, 1),
            (evidence.LiveCount, evidence.LiveYes, evidence.CandidateCount, evidence.CandidateYes, evidence.Direction)
        );
    }

    [Fact]
    public void Add_AfterJsonRoundTrip_Continues()
    {
        var evidence = YesNoEvidence.Start.Add(20, 1, 20, 3).Add(20, 0, 20, 4);
        var read = JsonSerializer.Deserialize<YesNoEvidence>(JsonSerializer.Serialize(evidence))!;
        Assert.Equal(evidence, read);
        Assert.Equal(evidence.Add(20, 2, 20, 5), read.Add(20, 2, 20, 5));
    }

    [Fact]
    public void Add_OneArmOnly_AddsNoEvidence()
    {
        var evidence = YesNoEvidence.Start.Add(20, 1, 20, 9);
        Assert.Equal(evidence.LogE, evidence.Add(30, 15, 0, 0).LogE, 1e-12);
        Assert.Equal(50, evidence.Add(30, 15, 0, 0).LiveCount);
        Assert.Same(evidence, evidence.Add(0, 0, 0, 0));
    }

    [Fact]
    public void Direction_FollowsTheTotals()
    {
        Assert.Equal(0, YesNoEvidence.Start.Direction);
        Assert.Equal(0, YesNoEvidence.Start.Add(20, 5, 0, 0).Direction);
        Assert.Equal(0, YesNoEvidence.Start.Add(20, 5, 40, 10).Direction);
        Assert.Equal(-1, YesNoEvidence.Start.Add(20, 5, 41, 10).Direction);
    }

    [Fact]
    public void UnitsToReject_EqualWindows_IsAccurateToTenPercent()
    {
        // With equal windows, the prediction on the way is accurate to 10 %.
        var evidence = YesNoEvidence.Start;
        while (evidence.LiveCount < 400)
            evidence = evidence.Add(20, 2, 20, 4);
        var predicted = evidence.LiveCount + evidence.CandidateCount + evidence.UnitsToReject(0.001)!.Value;
        while (!evidence.Rejects(0.001))
            evidence = evidence.Add(20, 2, 20, 4);
        Assert.InRange((double)(evidence.LiveCount + evidence.CandidateCount) / predicted, 0.9, 1.1);
        Assert.Equal(0, evidence.UnitsToReject(0.001));
        Assert.Null(YesNoEvidence.Start.UnitsToReject(0.05));
        Assert.Null(YesNoEvidence.Start.Add(20, 5, 40, 10).UnitsToReject(0.05));
    }

    [Theory]
    [InlineData(10, 11, 10, 1)]
    [InlineData(10, -1, 10, 1)]
    [InlineData(10, 1, 10, 11)]
    [InlineData(-1, 0, 10, 1)]
    public void Add_ImpossibleCounts_Throws(long na, long ya, long nb, long yb) =>
        Assert.Throws<ArgumentException>(() => YesNoEvidence.Start.Add(na, ya, nb, yb));
}
