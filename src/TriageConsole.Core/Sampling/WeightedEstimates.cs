namespace TriageConsole.Core.Sampling;

/// <summary>Estimates of population means from a sample with known selection probabilities.</summary>
public static class WeightedEstimates
{
    /// <summary>Horvitz–Thompson: Σ y/π / N for a population of known size; variance of independent draws.</summary>
    /// <param name="sample">The observations; the selection probability is in (0, 1].</param>
    /// <param name="population">Size of the population.</param>
    /// <exception cref="ArgumentException">A probability is out of range, or the population is smaller than the sample.</exception>
    public static WeightedEstimate HorvitzThompson(IReadOnlyCollection<WeightedObservation> sample, long population)
    {
        Check(sample);
        if (population < sample.Count || population == 0)
            throw new ArgumentException("The population is smaller than the sample.", nameof(population));
        if (sample.Count == 0)
            return default;
        var value = sample.Sum(o => o.Value / o.Inclusion) / population;
        var variance =
            sample.Sum(o => (1 - o.Inclusion) * o.Value * o.Value / (o.Inclusion * o.Inclusion)) / ((double)population * population);
        return WeightedEstimate.Of(value, variance);
    }

    /// <summary>
    /// Hájek: Σ y/π / Σ 1/π. It needs no population size and has a lower variance. Its variance is the linearised variance of independent
    /// draws plus that of the population itself as a sample of its traffic. The draws of priority sampling are independent to second order
    /// (Duffield, Lund and Thorup 2007: no covariance). For values from 0 to 1 the interval is Wilson's with the effective sample size (C.
    /// Franco, R. Little, T. Louis and E. Slud, "Comparative study of confidence intervals for proportions in complex sample surveys",
    /// 2019), so that zero observed failures do not give an interval of zero width, and no bound is below 0 or above 1.
    /// </summary>
    /// <exception cref="ArgumentException">A probability is out of range.</exception>
    public static WeightedEstimate Hajek(IReadOnlyCollection<WeightedObservation> sample)
    {
        Check(sample);
        if (sample.Count == 0)
            return default;
        var size = sample.Sum(o => 1 / o.Inclusion);
        var value = sample.Sum(o => o.Value / o.Inclusion) / size;
        if (sample.Count == 1)
            return WeightedEstimate.Of(value, null);
        var variance = DesignVariance(sample, value, size) + PopulationVariance(sample, value, size);
        return Interval(sample, value, variance, size);
    }

    /// <summary>
    /// Prediction-powered inference (PPI++): a prediction for every item, corrected by labels of a random sample. λ = cov(f, y)/(var f · (1
    /// + n/N)) weights the prediction by its quality, so that a bad prediction does not increase the variance. Source: A. Angelopoulos, J.
    /// Duchi and T. Zrnic 2023.
    /// </summary>
    /// <param name="labeled">Label and prediction of each labeled item.</param>
    /// <param name="predictedMean">Mean prediction of all items.</param>
    /// <param name="predictedVariance">Variance of the predictions of all items.</param>
    /// <param name="population">Number of all items.</param>
    /// <returns>The estimate and λ.</returns>
    public static (WeightedEstimate Estimate, double Lambda) PredictionPowered(
        IReadOnlyList<(double Label, double Prediction)> labeled,
        double predictedMean,
        double predictedVariance,
        long population
    )
    {
        var n = labeled.Count;
        if (n == 0)
            return (default, 0);
        var (meanY, meanF) = (labeled.Average(l => l.Label), labeled.Average(l => l.Prediction));
        if (n == 1)
            return (WeightedEstimate.Of(meanY, null), 0);
        var cov = labeled.Sum(l => (l.Label - meanY) * (l.Prediction - meanF)) / (n - 1);
        var var = labeled.Sum(l => (l.Prediction - meanF) * (l.Prediction - meanF)) / (n - 1);
        var lambda = var > 0 ? cov / (var * (1 + ((double)n / population))) : 0;
        var value = (lambda * predictedMean) + meanY - (lambda * meanF);
        // If all labels are equal, their variance is unknown.
        if (labeled.All(l => l.Label == meanY))
            return (Hajek([.. labeled.Select(l => new WeightedObservation(l.Label, 1))]), 0);
        var residual = labeled.Sum(l => Math.Pow(l.Label - meanY - (lambda * (l.Prediction - meanF)), 2)) / Math.Max(1, n - 2);
        var variance = (residual / n) + (lambda * lambda * predictedVariance / population);
        return (
            Interval(
                [.. labeled.Select(l => new WeightedObservation(l.Label, Math.Min(1, (double)n / population)))],
                value,
                variance,
                population
            ),
            lambda
        );
    }

    /// <summary>
    /// The same for labels with unequal selection probabilities: λ · mean prediction of all + Hájek mean of y − λ·f (the difference
    /// estimator: C.-E. Särndal, B. Swensson and J. Wretman 1992, section 6.3). λ minimises the design variance; for equal probabilities it
    /// is cov(f, y)/var f.
    /// </summary>
    /// <param name="labeled">
    /// Label, prediction and selection probability in (0, 1] of each labeled item. All items include the labeled ones.
    /// </param>
    /// <param name="predictedMean">Mean prediction of all items.</param>
    /// <returns>The estimate and λ.</returns>
    /// <exception cref="ArgumentException">A probability is out of range, or a prediction is not finite.</exception>
    public static (WeightedEstimate Estimate, double Lambda) PredictionPowered(
        IReadOnlyList<PredictedObservation> labeled,
        double predictedMean
    )
    {
        var (labels, predictions) = (
            labeled.Select(l => new WeightedObservation(l.Value, l.Inclusion)).ToList(),
            labeled.Select(l => new WeightedObservation(l.Prediction, l.Inclusion)).ToList()
        );
        Check(predictions);
        var plain = Hajek(labels);
        if (labeled.Count < 2 || labeled.All(l => l.Value == labeled[0].Value))
            return (plain, 0);
        var size = labels.Sum(o => 1 / o.Inclusion);
        var (meanY, meanF) = (plain.Value!.Value, predictions.Sum(o => o.Value / o.Inclusion) / size);
        double with = 0,
            square = 0;
        foreach (var l in labeled)
        {
            var a = (1 - l.Inclusion) / (l.Inclusion * l.Inclusion);
            with += a * (l.Value - meanY) * (l.Prediction - meanF);
            square += a * (l.Prediction - meanF) * (l.Prediction - meanF);
        }

        var lambda = square > 0 ? with / square : 0;
        var value = meanY + (lambda * (predictedMean - meanF));
        var left = labeled.Select(l => new WeightedObservation(l.Value - (lambda * l.Prediction), l.Inclusion)).ToList();
        // λ is one more fitted parameter.
        var design = DesignVariance(left, meanY - (lambda * meanF), size) * (left.Count - 1) / Math.Max(1, left.Count - 2);
        return (Interval(labels, value, design + PopulationVariance(labels, meanY, size), size), lambda);
    }

    /// <summary>
    /// For values from 0 to 1, Wilson's interval with the effective sample size value·(1 − value)/variance. A value between is a verdict
    /// that labelers do not share; it varies less than yes/no values. A few items with a large weight can miss a failure that would count
    /// as much as they do. Half of one failure at the largest weight is therefore added to the variance (M. Fay and E. Feuer 1997, mid-p
    /// form).
    /// </summary>
    private static WeightedEstimate Interval(IReadOnlyCollection<WeightedObservation> sample, double value, double variance, double size)
    {
        if (sample.Any(o => o.Value is not (>= 0 and <= 1)))
            return WeightedEstimate.Of(value, variance);
        var share = Math.Clamp(value, 0, 1);
        if (variance <= 0 || share is 0 or 1)
            return WeightedEstimate.OfShare(share, variance, size * size / sample.Sum(o => 1 / (o.Inclusion * o.Inclusion)));
        var heaviest = sample.Max(o => 1 / o.Inclusion);
        return WeightedEstimate.OfShare(
            share,
            variance,
            share * (1 - share) / (variance + (heaviest * (heaviest - 1) / (2 * size * size)))
        );
    }

    /// <summary>Σ (1 − π)·(y − mean)²/π² / (Σ 1/π)², times n/(n − 1) for the fitted mean.</summary>
    private static double DesignVariance(IReadOnlyCollection<WeightedObservation> sample, double mean, double size) =>
        sample.Sum(o => (1 - o.Inclusion) * (o.Value - mean) * (o.Value - mean) / (o.Inclusion * o.Inclusion))
        / (size * size)
        * sample.Count
        / (sample.Count - 1);

    /// <summary>Variance of the values divided by the size of the population: it remains even if every item is labeled.</summary>
    private static double PopulationVariance(IReadOnlyCollection<WeightedObservation> sample, double mean, double size) =>
        sample.Sum(o => (o.Value - mean) * (o.Value - mean) / o.Inclusion) / size / size * sample.Count / (sample.Count - 1);

    private static void Check(IReadOnlyCollection<WeightedObservation> sample)
    {
        if (sample.Any(o => !(o.Inclusion > 0 && o.Inclusion <= 1) || !double.IsFinite(o.Value)))
            throw new ArgumentException("A probability must be above 0 and at most 1, and a value must be finite.", nameof(sample));
    }
}
