namespace TriageConsole.Core.Sampling;

/// <summary>An estimate with its standard error and 95 % interval.</summary>
/// <param name="Value">Null where nothing was observed.</param>
/// <param name="StandardError">Null where one observation or fewer says nothing of it.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct WeightedEstimate(double? Value, double? StandardError, double? Low, double? High)
{
    internal static WeightedEstimate Of(double value, double? variance)
    {
        if (variance is not { } v) return new WeightedEstimate(value, null, null, null);
        var error = Math.Sqrt(Math.Max(0, v));
        return new WeightedEstimate(value, error, value - (1.959963984540054 * error), value + (1.959963984540054 * error));
    }
}

/// <summary>An observation and the probability with which it came into the sample.</summary>
public readonly record struct WeightedObservation(double Value, double Inclusion);

/// <summary>Means of all from a sample whose probabilities are known. Formulas: methods E.</summary>
public static class WeightedEstimates
{
    /// <summary>Horvitz–Thompson: Σ y/π / N, for a population whose size is known; variance of independent draws.</summary>
    /// <param name="sample">Inclusion in (0, 1].</param>
    /// <param name="population">Items in all.</param>
    /// <exception cref="ArgumentException">A probability is out of range, or the population is smaller than the sample.</exception>
    public static WeightedEstimate HorvitzThompson(IReadOnlyCollection<WeightedObservation> sample, long population)
    {
        Check(sample);
        if (population < sample.Count || population == 0) throw new ArgumentException("The population is smaller than the sample.", nameof(population));
        if (sample.Count == 0) return default;
        var value = sample.Sum(o => o.Value / o.Inclusion) / population;
        var variance = sample.Sum(o => (1 - o.Inclusion) * o.Value * o.Value / (o.Inclusion * o.Inclusion)) / ((double)population * population);
        return WeightedEstimate.Of(value, variance);
    }

    /// <summary>Hájek: Σ y/π / Σ 1/π, which needs no population size and varies less; variance by linearisation.</summary>
    /// <exception cref="ArgumentException">A probability is out of range.</exception>
    public static WeightedEstimate Hajek(IReadOnlyCollection<WeightedObservation> sample)
    {
        Check(sample);
        if (sample.Count == 0) return default;
        var size = sample.Sum(o => 1 / o.Inclusion);
        var value = sample.Sum(o => o.Value / o.Inclusion) / size;
        if (sample.Count == 1) return WeightedEstimate.Of(value, null);
        var spread = sample.Sum(o => (1 - o.Inclusion) * (o.Value - value) * (o.Value - value) / (o.Inclusion * o.Inclusion)) / (size * size);
        // Items taken for certain vary from draw to draw of the traffic all the same: the ordinary variance of a mean stands beneath.
        var ordinary = sample.Sum(o => (o.Value - value) * (o.Value - value) / o.Inclusion) / size / sample.Count;
        return WeightedEstimate.Of(value, Math.Max(spread, ordinary) * sample.Count / (sample.Count - 1));
    }

    /// <summary>
    /// Prediction-powered (PPI++): a prediction for everything, corrected by labels drawn at random. λ = cov(f, y)/(var f · (1 + n/N)) weighs
    /// the prediction by what it is worth, so that a bad one costs nothing. Source: A. Angelopoulos, J. Duchi and T. Zrnic 2023.
    /// </summary>
    /// <param name="labeled">Label and prediction of each labeled item.</param>
    /// <param name="predictedMean">Mean prediction of all items.</param>
    /// <param name="predictedVariance">Variance of the predictions of all items.</param>
    /// <param name="population">Items in all.</param>
    /// <returns>The estimate, and λ.</returns>
    public static (WeightedEstimate Estimate, double Lambda) PredictionPowered(IReadOnlyList<(double Label, double Prediction)> labeled, double predictedMean, double predictedVariance, long population)
    {
        var n = labeled.Count;
        if (n == 0) return (default, 0);
        var (meanY, meanF) = (labeled.Average(l => l.Label), labeled.Average(l => l.Prediction));
        if (n == 1) return (WeightedEstimate.Of(meanY, null), 0);
        var cov = labeled.Sum(l => (l.Label - meanY) * (l.Prediction - meanF)) / (n - 1);
        var var = labeled.Sum(l => (l.Prediction - meanF) * (l.Prediction - meanF)) / (n - 1);
        var lambda = var > 0 ? cov / (var * (1 + ((double)n / population))) : 0;
        var value = (lambda * predictedMean) + meanY - (lambda * meanF);
        var residual = labeled.Sum(l => Math.Pow(l.Label - meanY - (lambda * (l.Prediction - meanF)), 2)) / (n - 1);
        return (WeightedEstimate.Of(value, (residual / n) + (lambda * lambda * predictedVariance / population)), lambda);
    }

    private static void Check(IReadOnlyCollection<WeightedObservation> sample)
    {
        if (sample.Any(o => !(o.Inclusion > 0 && o.Inclusion <= 1) || !double.IsFinite(o.Value))) throw new ArgumentException("A probability must be above 0 and at most 1, a value finite.", nameof(sample));
    }
}
