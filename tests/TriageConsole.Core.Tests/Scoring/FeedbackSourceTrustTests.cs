using TriageConsole.Core.Scoring;

namespace TriageConsole.Core.Tests.Scoring;

public sealed class FeedbackSourceTrustTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(30);

    [Fact]
    public void Of_OwnChecks_IsThePosteriorMean()
    {
        Assert.Equal(0.8, FeedbackSourceTrust.Of(new FeedbackEvidence(default, Long)).Value, 12);
        Assert.Equal((4.0 + 9) / (5 + 10), FeedbackSourceTrust.Of(new FeedbackEvidence(new(9, 10), Long)).Value, 12);
        Assert.Equal(4.0 / (5 + 40), FeedbackSourceTrust.Of(new FeedbackEvidence(new(0, 40), Long)).Value, 12);
        Assert.Equal(
            "Agreed with experts 9 of 10 times, expected 0.87 = trust 0.87.",
            FeedbackSourceTrust.Of(new FeedbackEvidence(new(9, 10), Long)).Explanation
        );
    }

    [Fact]
    public void Of_PersonWithoutChecks_UsesTheRole()
    {
        var role = new AgreementCount(20, 95);
        Assert.Equal((4.0 + 20) / 100, FeedbackSourceTrust.Of(new FeedbackEvidence(default, Long, role)).Value, 12);
        Assert.Equal(((0.24 * 5) + 8) / (5 + 8), FeedbackSourceTrust.Of(new FeedbackEvidence(new(8, 8), Long, role)).Value, 12);
        Assert.Equal(0.12, FeedbackSourceTrust.Of(new FeedbackEvidence(default, Long, role, 0.5)).Value, 12);
    }

    [Fact]
    public void IsNewcomer_UntilOneDayOrTwoAgreements()
    {
        FeedbackSourceTrust At(double hours, long agreements) =>
            FeedbackSourceTrust.Of(new FeedbackEvidence(new(agreements, agreements), TimeSpan.FromHours(hours)));
        Assert.Equal((true, 0.24), (At(0, 0).IsNewcomer, Math.Round(At(0, 0).Value, 12)));
        Assert.True(At(23.9, 1).IsNewcomer);
        Assert.False(At(24, 0).IsNewcomer);
        Assert.False(At(1, 2).IsNewcomer);
        Assert.EndsWith("× newcomer 0.3 = trust 0.24.", At(0, 0).Explanation);
    }

    [Fact]
    public void Of_AnyEvidence_IsBoundedAndGrowsWithAgreement()
    {
        var random = new Random(5);
        for (var n = 0; n < 2000; n++)
        {
            var (checks, others) = (random.Next(1, 300), random.Next(300));
            var evidence = new FeedbackEvidence(
                new(random.Next(checks), checks),
                TimeSpan.FromHours(random.Next(100)),
                new(random.Next(others + 1), others),
                random.NextDouble() * 3
            );
            var trust = FeedbackSourceTrust.Of(evidence).Value;
            Assert.InRange(trust, 0.05, 1);
            Assert.True(FeedbackSourceTrust.Of(evidence with { Own = new(evidence.Own.Agreements + 1, checks) }).Value >= trust);
            Assert.True(FeedbackSourceTrust.Of(evidence with { KnownFor = Long }).Value >= trust);
        }
    }

    [Fact]
    public void Of_InvalidEvidence_Throws()
    {
        Assert.Throws<ArgumentException>(() => FeedbackSourceTrust.Of(new FeedbackEvidence(new(2, 1), Long)));
        Assert.Throws<ArgumentException>(() => FeedbackSourceTrust.Of(new FeedbackEvidence(new(-1, 1), Long)));
        Assert.Throws<ArgumentException>(() => FeedbackSourceTrust.Of(new FeedbackEvidence(default, Long, default, double.NaN)));
    }

    [Fact]
    public void Next_Burst_ReducesToTheMinimumTrust()
    {
        var used = 0d;
        var factors = new List<double>();
        for (var n = 0; n < 6; n++)
        {
            var next = FeedbackCap.Next(used, 0.8, 0.5);
            factors.Add(Math.Round(next.Factor, 9));
            used = next.Used;
        }

        Assert.Equal([1, 1, 1, 0.75, 0.1, 0.1], factors);
        Assert.Equal(3, used, 12);
        Assert.Equal(0.05, FeedbackCap.Next(3, 0.8, 0.5).Factor * 0.5, 12);
        Assert.Equal(1, FeedbackCap.Next(2, 0, 0.5).Factor);
        Assert.Throws<ArgumentOutOfRangeException>(() => FeedbackCap.Next(-1, 0.8, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeedbackCap.Next(0, double.NaN, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeedbackCap.Next(0, 0.8, 0));
    }

    [Fact]
    public void Next_AnyBurst_NeverExceedsTheCap()
    {
        var random = new Random(8);
        for (var round = 0; round < 500; round++)
        {
            var (trust, cap) = (0.05 + (0.95 * random.NextDouble()), 0.5 + (5 * random.NextDouble()));
            double used = 0,
                beyond = 0;
            for (var n = random.Next(200); n > 0; n--)
            {
                var size = random.NextDouble();
                var next = FeedbackCap.Next(used, size, trust, cap);
                Assert.InRange(next.Factor * trust, 0.05 - 1e-12, trust + 1e-12);
                Assert.True(next.Used >= used);
                used = next.Used;
                beyond += Math.Max(0, (next.Factor * trust) - 0.05) * size;
            }

            Assert.True(used <= cap + 1e-9);
            Assert.True(beyond <= cap * trust + 1e-9);
        }
    }

    [Fact]
    public void Account_Newcomers_ShareOne()
    {
        Assert.Equal(FeedbackCap.Account("u1", true), FeedbackCap.Account("u2", true));
        Assert.NotEqual(FeedbackCap.Account("u1", false), FeedbackCap.Account("u2", false));
        Assert.NotEqual(FeedbackCap.Account("newcomers", false), FeedbackCap.Account("u1", true));
    }
}
