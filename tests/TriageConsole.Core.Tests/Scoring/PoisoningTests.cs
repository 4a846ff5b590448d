using TriageConsole.Core.Patterns;
using TriageConsole.Core.Scoring;

namespace TriageConsole.Core.Tests.Scoring;

/// <summary>Version B is bad and A is not. One user and fifty new accounts then claim within an hour that A is bad.</summary>
public sealed class PoisoningTests
{
    private const double Threshold = 0.3;

    /// <summary>
    /// The known user has four full thumbs per window, 48 in the hour. Their effect depends on the volume of the traffic.
    /// </summary>
    [Theory]
    [InlineData(1, 1000, 0.05)]
    [InlineData(2, 1000, 0.05)]
    [InlineData(3, 2000, 0.03)]
    [InlineData(4, 2000, 0.03)]
    [InlineData(5, 2000, 0.03)]
    public void Burst_WithCapAndTrust_DoesNotChangeTheRanking(int seed, int each, double most)
    {
        var random = new Random(seed);
        var signals = Honest(random, each);
        var before = Rates(signals);
        Poison(signals, random);
        var after = Rates(signals);
        Assert.True(after.A < after.B, $"{after}");
        Assert.True(after.A - before.A < most, $"A went from {before.A:0.000} to {after.A:0.000}");
        Assert.Equal(before.B, after.B);
        var pattern = Assert.Single(PatternMiner.Find(Data(signals)).Patterns);
        Assert.Equal(new PatternTerm(0, 1), Assert.Single(pattern.Terms));
    }

    [Fact]
    public void Burst_WithoutCapAndTrust_ReversesTheRanking()
    {
        var random = new Random(1);
        var signals = Honest(random, 2000);
        for (var n = 0; n < 1000; n++)
            signals[random.Next(2000)].Add(Thumb(-1, 0.8));
        var after = Rates(signals);
        Assert.True(after.A > after.B, $"{after}");
    }

    /// <summary>
    /// Signals per interaction, those of A first. 10 % of A and 35 % of B are bad; users report most bad ones, and are sometimes wrong.
    /// </summary>
    private static List<SignalReading>[] Honest(Random random, int each)
    {
        var signals = new List<SignalReading>[2 * each];
        for (var i = 0; i < signals.Length; i++)
        {
            var bad = random.NextDouble() < (i < each ? 0.10 : 0.35);
            var down = random.NextDouble() < (bad ? 0.85 : 0.03);
            signals[i] =
                down ? [Thumb(-1, 0.8)]
                : random.NextDouble() < 0.3 ? [Thumb(1, 0.8)]
                : [];
        }

        return signals;
    }

    private static void Poison(List<SignalReading>[] signals, Random random)
    {
        var known = FeedbackSourceTrust.Of(new FeedbackEvidence(default, TimeSpan.FromDays(40)));
        var fresh = FeedbackSourceTrust.Of(new FeedbackEvidence(default, TimeSpan.FromMinutes(10)));
        var sent = Enumerable
            .Repeat(("u", known), 500)
            .Concat(Enumerable.Range(0, 500).Select(n => ($"fresh{n / 10}", fresh)))
            .Select(source => (source, minute: random.Next(60)))
            .OrderBy(s => s.minute);
        var used = new Dictionary<(string, int), double>();
        foreach (var ((person, trust), minute) in sent)
        {
            var account = (FeedbackCap.Account(person, trust.IsNewcomer), minute / 5);
            var next = FeedbackCap.Next(used.GetValueOrDefault(account), SignalWeights.Default.ExplicitNegative, trust.Value);
            used[account] = next.Used;
            signals[random.Next(signals.Length / 2)].Add(Thumb(-1, trust.Value * next.Factor));
        }
    }

    private static SignalReading Thumb(int polarity, double trust) =>
        new(polarity, 1, polarity < 0 ? SignalWeights.Default.ExplicitNegative : SignalWeights.Default.ExplicitPositive, trust);

    private static bool NeedsReview(List<SignalReading> signals) => SuspicionScore.Of(signals) >= Threshold;

    private static (double A, double B) Rates(List<SignalReading>[] signals)
    {
        var each = signals.Length / 2;
        return (signals.Take(each).Count(NeedsReview) / (double)each, signals.Skip(each).Count(NeedsReview) / (double)each);
    }

    private static PatternData Data(List<SignalReading>[] signals) =>
        new(
            [
                new PatternAttribute("model version", ["A", "B"], [.. signals.Select((_, i) => i < signals.Length / 2 ? 0 : 1)]),
                new PatternAttribute("country", ["DE", "FR", "US"], [.. signals.Select((_, i) => i * 7 % 3)]),
            ],
            Array.ConvertAll(signals, NeedsReview)
        );
}
