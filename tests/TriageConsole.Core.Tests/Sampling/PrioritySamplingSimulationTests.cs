using TriageConsole.Core.Sampling;

namespace TriageConsole.Core.Tests.Sampling;

/// <summary>Estimates from priority-sampled labels are unbiased, and the selected items recover more value.</summary>
public sealed class PrioritySamplingSimulationTests
{
    private const int Seeds = 1000;

    private static readonly TriageWeek[] Weeks = [.. Enumerable.Range(0, 20).Select(seed => new TriageWeek(seed))];

    /// <summary>
    /// The smallest audit sample, a fifth of 15 % of the interactions that need review (36 labels), and one of 150 labels. Intervals of the
    /// first are slightly conservative: over 5,000 seeds they cover 97.1 % (Hájek) and 97.4 % (prediction-powered). The second covers 96 %.
    /// </summary>
    [Theory]
    [InlineData(0.0072, 144, 0.985)]
    [InlineData(0.03, 150, 0.975)]
    public void Estimates_PrioritySampledLabels_AreUnbiasedWithNominalCoverage(double audit, int byPriority, double mostCovered)
    {
        var (hajek, powered, auditOnly, auditPowered) = (new Tally(), new Tally(), new Tally(), new Tally());
        double queue = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var week = Weeks[seed % Weeks.Length];
            var labels = week.Draw(audit, byPriority, seed);
            queue += (labels.QueueRate - week.Truth) / Seeds;
            hajek.Add(WeightedEstimates.Hajek([.. labels.Both.Select(l => new WeightedObservation(l.Value, l.Inclusion))]), week.Truth);
            powered.Add(WeightedEstimates.PredictionPowered(labels.Both, week.MeanSuspicion).Estimate, week.Truth);
            auditOnly.Add(WeightedEstimates.Hajek([.. labels.Audit.Select(l => new WeightedObservation(l.Label, audit))]), week.Truth);
            auditPowered.Add(
                WeightedEstimates.PredictionPowered(labels.Audit, week.MeanSuspicion, week.SuspicionVariance, TriageWeek.Items).Estimate,
                week.Truth
            );
        }

        Assert.True(queue > 0.5, $"the failure rate of the queue is biased by {queue:0.00}");
        foreach (var tally in new[] { hajek, powered, auditOnly, auditPowered })
            tally.AssertUnbiasedAndCovering(mostCovered);
        Assert.True(hajek.Width < 0.8 * auditOnly.Width, $"{hajek} against {auditOnly}");
        Assert.True(auditPowered.Width < 0.9 * auditOnly.Width, $"{auditPowered} against {auditOnly}");
        Assert.True(powered.Width < 0.97 * hajek.Width, $"{powered} against {hajek}");
    }

    [Fact]
    public void QueueByPriority_RecoversMoreThanRandomOrSuspicionOnly()
    {
        const int labels = 150,
            rounds = 300;
        var overSuspicion = new List<double>();
        var overRandom = new List<double>();
        for (var seed = 0; seed < rounds; seed++)
        {
            var week = new TriageWeek(1000 + seed);
            var byPriority = Recovered(week, i => week.Priority[i], labels);
            overSuspicion.Add(byPriority - Recovered(week, i => week.Suspicion[i], labels));
            var random = new Random(seed);
            overRandom.Add(byPriority - Recovered(week, _ => random.NextDouble(), labels));
        }

        // Per label; both differences are many standard errors above zero.
        Assert.True(
            Z(overSuspicion) > 10 && overSuspicion.Average() > 2,
            $"{overSuspicion.Average():0.0} per label, z {Z(overSuspicion):0}"
        );
        Assert.True(
            Z(overRandom) > 10 && overRandom.Average() > overSuspicion.Average(),
            $"{overRandom.Average():0.0} per label, z {Z(overRandom):0}"
        );
    }

    [Fact]
    public void InclusionOf_ExcludedItem_IsItsProbability()
    {
        var drawn = PrioritySample.DrawRound([4, 3, 2, 1], 2, 3);
        Assert.Equal(PrioritySample.Draw([4, 3, 2, 1], 2, 3), drawn.Items);
        Assert.Equal(0, drawn.InclusionOf(0));
        Assert.Equal(1, drawn.InclusionOf(1e9));
        Assert.InRange(drawn.InclusionOf(1), 0.01, 0.99);
        Assert.Equal(1, PrioritySample.DrawRound([4, 3], 5, 3).InclusionOf(0.1));
        Assert.Equal(0, PrioritySample.DrawRound([4, 3], 0, 3).InclusionOf(1e9));
        Assert.Equal(0.28, PrioritySampleResult.CombinedProbability(0.1, 0.2), 12);
    }

    [Fact]
    public void AuditSample_SameSeed_SelectsTheSameItemsWithTheProbability()
    {
        Assert.Equal(AuditSample.Draw(1000, 0.1, 7), AuditSample.Draw(1000, 0.1, 7));
        Assert.NotEqual(AuditSample.Draw(1000, 0.1, 7), AuditSample.Draw(1000, 0.1, 8));
        Assert.Equal(0.1, AuditSample.Draw(100_000, 0.1, 1).Count / 100_000d, 0.005);
        Assert.Empty(AuditSample.Draw(100, 0, 1));
        Assert.Equal(100, AuditSample.Draw(100, 1, 1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditSample.Draw(100, 1.1, 1));
    }

    [Fact]
    public void CombinedSamples_AverageWeightOfEachItem_IsOne()
    {
        double[] priorities = [8, 4, 2, 1, 1, 0.5, 0, 0];
        const int rounds = 40_000;
        const double audit = 0.15;
        var sums = new double[priorities.Length];
        for (var seed = 0; seed < rounds; seed++)
        {
            var audited = AuditSample.Draw(priorities.Length, audit, seed);
            var drawn = PrioritySample.DrawRound([.. priorities.Select((p, i) => audited.Contains(i) ? 0 : p)], 3, seed);
            foreach (var d in drawn.Items)
                sums[d.Item] += 1 / PrioritySampleResult.CombinedProbability(audit, d.Inclusion);
            foreach (var i in audited)
                sums[i] += 1 / PrioritySampleResult.CombinedProbability(audit, drawn.InclusionOf(priorities[i]));
        }

        Assert.All(sums, s => Assert.Equal(1, s / rounds, 0.06));
    }

    private static double Recovered(TriageWeek week, Func<int, double> rank, int labels) =>
        Enumerable
            .Range(0, TriageWeek.Items)
            .Select(i => (i, rank: rank(i)))
            .OrderByDescending(x => x.rank)
            .Take(labels)
            .Average(x => week.Recovered(x.i));

    private static double Z(List<double> differences)
    {
        var mean = differences.Average();
        return mean / Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Count - 1) / differences.Count);
    }

    private sealed class Tally
    {
        private int count,
            covered;
        private double bias,
            width;

        public double Width => width / count;

        public void Add(WeightedEstimate estimate, double truth)
        {
            count++;
            if (estimate.Low <= truth && truth <= estimate.High)
                covered++;
            bias += estimate.Value!.Value - truth;
            width += estimate.High!.Value - estimate.Low!.Value;
        }

        public void AssertUnbiasedAndCovering(double most)
        {
            Assert.True(Math.Abs(bias / count) < 0.005, ToString());
            Assert.InRange((double)covered / count, 0.93, most);
        }

        public override string ToString() =>
            $"bias {100 * bias / count:0.00} pp, coverage {100.0 * covered / count:0.0} %, width {100 * Width:0.0} pp";
    }
}
