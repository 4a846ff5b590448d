namespace TriageConsole.Core.Drift;

/// <summary>
/// Detects an increase of the mean of a stream: it signals when the accumulated excess over the running mean exceeds the threshold, and
/// then restarts. The defaults are those of the River library. E. S. Page 1954.
/// </summary>
public sealed class PageHinkley(double threshold = 50, double delta = 0.005, double forgetting = 0.9999, int minValues = 30)
{
    private long count;
    private double mean;
    private double sum;

    /// <summary>Adds the next value. Returns true if the mean changed; the detector then restarts.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public bool Add(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException("A value must be finite.", nameof(value));
        count++;
        mean += (value - mean) / count;
        sum = Math.Max(0, (forgetting * sum) + value - mean - delta);
        if (count < minValues || sum <= threshold)
            return false;
        (count, mean, sum) = (0, 0, 0);
        return true;
    }
}
