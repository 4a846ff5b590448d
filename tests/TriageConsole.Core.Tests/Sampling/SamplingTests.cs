using TriageConsole.Core.Sampling;

namespace TriageConsole.Core.Tests.Sampling;

public sealed class SamplingTests
{
    [Fact]
    public void HorvitzThompsonAndHajek_EqualTheReference()
    {
        double[] y = [1, 0, 1, 1, 0],
            pi = [0.9, 0.5, 0.6, 0.1, 0.2];
        var sample = y.Zip(pi, (v, p) => new WeightedObservation(v, p)).ToList();
        var ht = WeightedEstimates.HorvitzThompson(sample, 40);
        Assert.Equal(0.3194444444, ht.Value!.Value, 1e-10);
        Assert.Equal(0.0570216049, ht.StandardError!.Value * ht.StandardError.Value, 1e-10);
        Assert.Equal(0.6460674157, WeightedEstimates.Hajek(sample).Value!.Value, 1e-10);
    }

    [Fact]
    public void PredictionPowered_EqualsTheReference()
    {
        double[] y = [1, 0, 0, 1, 0, 1],
            f = [1, 0, 1, 1, 0, 0];
        var (estimate, lambda) = WeightedEstimates.PredictionPowered([.. y.Zip(f)], 0.4, 0.24, 1000);
        Assert.Equal(0.3313452618, lambda, 1e-10);
        Assert.Equal(0.4668654738, estimate.Value!.Value, 1e-10);
    }

    [Fact]
    public void Draw_SameSeed_SelectsTheSameItemsWithTheirProbabilities()
    {
        double[] priorities = [5, 0, 1, 1, 1, 1, 100, 0.1];
        var drawn = PrioritySample.Draw(priorities, 3, 9);
        Assert.Equal(drawn, PrioritySample.Draw(priorities, 3, 9));
        Assert.Equal((6, 1d), (drawn[0].Item, drawn[0].Inclusion));
        Assert.DoesNotContain(drawn, d => d.Item == 1);
        Assert.All(drawn, d => Assert.InRange(d.Inclusion, double.Epsilon, 1));
        Assert.All(PrioritySample.Draw(priorities, 20, 1), d => Assert.Equal(1, d.Inclusion));
        Assert.Empty(PrioritySample.Draw([], 3, 1));
        Assert.Throws<ArgumentException>(() => PrioritySample.Draw([1, double.NaN], 1, 1));
    }

    [Fact]
    public void Draw_AverageWeightOfEachItem_IsOne()
    {
        double[] priorities = [8, 4, 2, 1, 1, 1, 0.5, 0.25];
        var sums = new double[priorities.Length];
        const int rounds = 40_000;
        for (var seed = 0; seed < rounds; seed++)
            foreach (var d in PrioritySample.Draw(priorities, 4, seed))
                sums[d.Item] += 1 / d.Inclusion;
        // Unbiased weights: every item counts once on average, however rarely it is selected.
        Assert.All(sums, s => Assert.Equal(1, s / rounds, 0.06));
    }

    [Fact]
    public void Hajek_PrioritizedQueue_CoversTheTrueRate()
    {
        var random = new Random(4);
        const int items = 10_000,
            rounds = 400;
        var risk = Enumerable.Range(0, items).Select(_ => Math.Pow(random.NextDouble(), 3) * 0.32).ToArray();
        var failed = risk.Select(r => random.NextDouble() < r ? 1d : 0d).ToArray();
        var truth = failed.Average();
        var (covered, sum, raw) = (0, 0d, 0d);
        for (var seed = 0; seed < rounds; seed++)
        {
            // 80 % by priority and 20 % at random from all items: the selection probability is that of being in either sample.
            var byPriority = PrioritySample.Draw(risk, 240, seed);
            var inclusion = byPriority.ToDictionary(d => d.Item, d => d.Inclusion);
            var threshold = byPriority.Where(d => d.Inclusion < 1).Select(d => risk[d.Item] / d.Inclusion).FirstOrDefault();
            var audit = new Random(seed + 100_000);
            var share = 60d / items;
            var sample = new List<WeightedObservation>();
            for (var i = 0; i < items; i++)
            {
                var inAudit = audit.NextDouble() < share;
                if (!inAudit && !inclusion.ContainsKey(i))
                    continue;
                var p = Math.Min(1, risk[i] / threshold);
                sample.Add(new WeightedObservation(failed[i], 1 - ((1 - p) * (1 - share))));
            }

            var estimate = WeightedEstimates.Hajek(sample);
            if (estimate.Low <= truth && truth <= estimate.High)
                covered++;
            sum += estimate.Value!.Value;
            raw += sample.Average(o => o.Value);
        }

        Assert.Equal(truth, sum / rounds, 0.004);
        Assert.True(covered >= 0.92 * rounds, $"{covered} of {rounds}");
        Assert.True(raw / rounds > 1.5 * truth);
    }

    [Fact]
    public void PredictionPowered_WeightedLabels_IsExactForExactAndPlainForUselessPredictions()
    {
        PredictedObservation[] exact = [new(1, 0.8, 0.2), new(0, 0.3, 0.1), new(1, 0.8, 0.9), new(0, 0.3, 0.5)];
        // y = 2·(f − 0.3): the mean of all follows from the mean prediction.
        var (estimate, lambda) = WeightedEstimates.PredictionPowered(exact, 0.4);
        Assert.Equal((2, 0.2), (Math.Round(lambda, 10), Math.Round(estimate.Value!.Value, 10)));
        PredictedObservation[] useless = [.. exact.Select(e => e with { Prediction = 0.5 })];
        var plain = WeightedEstimates.Hajek([.. exact.Select(e => new WeightedObservation(e.Value, e.Inclusion))]);
        Assert.Equal(
            (plain.Value, 0d),
            (WeightedEstimates.PredictionPowered(useless, 0.5).Estimate.Value, WeightedEstimates.PredictionPowered(useless, 0.5).Lambda)
        );
        Assert.Null(WeightedEstimates.PredictionPowered([], 0.5).Estimate.Value);
        Assert.Throws<ArgumentException>(() => WeightedEstimates.PredictionPowered([new(1, double.NaN, 0.5)], 0.5));
    }

    [Fact]
    public void Estimates_NoFailures_HaveAPositiveUpperBound()
    {
        WeightedObservation[] none = [.. Enumerable.Repeat(new WeightedObservation(0, 0.1), 20)];
        var estimate = WeightedEstimates.Hajek(none);
        Assert.Equal((0d, 0d), (estimate.Value, estimate.Low));
        // The upper bound of Wilson's interval for 0 of 20.
        Assert.Equal(0.1611251581, estimate.High!.Value, 1e-9);
        Assert.Equal(
            0.1611251581,
            WeightedEstimates.PredictionPowered([.. none.Select((_, i) => (0d, i / 20d))], 0.5, 0.08, 200).Estimate.High!.Value,
            1e-9
        );
        Assert.Equal(
            0.1611251581,
            WeightedEstimates
                .PredictionPowered([.. none.Select((_, i) => new PredictedObservation(0, i / 20d, 0.1))], 0.5)
                .Estimate.High!.Value,
            1e-9
        );
    }

    /// <summary>The interval of 17.9 % was −1.7 to 37.4 % because one verdict was between 0 and 1.</summary>
    [Fact]
    public void Estimates_VerdictsBetweenNoAndYes_HaveTheIntervalOfShares()
    {
        WeightedObservation[] sure = [new(1, 0.1), new(1, 0.9), .. Enumerable.Repeat(new WeightedObservation(0, 0.2), 12)];
        var nearly = sure.Select(o => new WeightedObservation(Math.Clamp(o.Value, 1e-6, 1 - 1e-6), o.Inclusion)).ToList();
        var (expected, estimate) = (WeightedEstimates.Hajek(sure), WeightedEstimates.Hajek(nearly));
        Assert.Equal(expected.Low!.Value, estimate.Low!.Value, 1e-4);
        Assert.Equal(expected.High!.Value, estimate.High!.Value, 1e-4);
        Assert.True(estimate.Value - (1.96 * estimate.StandardError) < 0);
        Assert.InRange(estimate.Low.Value, 0, 0.1);
        var equal = WeightedEstimates.Hajek([.. Enumerable.Repeat(new WeightedObservation(0.5, 0.1), 20)]);
        Assert.InRange(equal.High!.Value - equal.Low!.Value, 0.3, 0.5);
    }

    [Fact]
    public void Estimates_NoneOrOneObservation_HaveNoInterval()
    {
        Assert.Null(WeightedEstimates.Hajek([]).Value);
        Assert.Equal(
            (1d, (double?)null),
            (WeightedEstimates.Hajek([new(1, 0.5)]).Value!.Value, WeightedEstimates.Hajek([new(1, 0.5)]).Low)
        );
        Assert.Null(WeightedEstimates.PredictionPowered([], 0.4, 0.2, 10).Estimate.Value);
        Assert.Throws<ArgumentException>(() => WeightedEstimates.Hajek([new(1, 0)]));
        Assert.Throws<ArgumentException>(() => WeightedEstimates.HorvitzThompson([new(1, 0.5), new(1, 0.5)], 1));
    }
}
