namespace TriageConsole.Core.Drift;

/// <summary>
/// Notices that the mean of a stream rose: alarms when what it lies above its running mean sums up to the threshold, and starts anew. The
/// defaults are those of River (methods D). E. S. Page 1954.
/// </summary>
public sealed class PageHinkley(double threshold = 50, double delta = 0.005, double forgetting = 0.9999, int leastValues = 30)
{
    private long count;
    private double mean;
    private double sum;

    /// <summary>Takes the next value; true: the mean changed, and the detector starts anew.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public bool Add(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException("A value must be finite.", nameof(value));
        count++;
        mean += (value - mean) / count;
        sum = Math.Max(0, (forgetting * sum) + value - mean - delta);
        if (count < leastValues || sum <= threshold)
            return false;
        (count, mean, sum) = (0, 0, 0);
        return true;
    }
}
