using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Patterns;

/// <summary>Tests and scores of patterns.</summary>
public static class PatternStatistics
{
    /// <summary>The Wilson score interval of a share, 95 % by default. E. B. Wilson 1927.</summary>
    public static (double Low, double High) Wilson(long successes, long n, double z = 1.959963984540054)
    {
        if (n == 0)
            return (0, 1);
        double p = (double)successes / n,
            z2 = z * z;
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4.0 * n * n)));
        return (successes == 0 ? 0 : Math.Max(0, middle - half), successes == n ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>z statistic of two shares with a pooled variance; 0 if the variance is 0.</summary>
    public static double TwoProportionZ(long a, long n, long b, long m)
    {
        var pooled = (double)(a + b) / (n + m);
        var variance = pooled * (1 - pooled) * ((1.0 / n) + (1.0 / m));
        return variance <= 0 ? 0 : (((double)a / n) - ((double)b / m)) / Math.Sqrt(variance);
    }

    /// <summary>One-sided p of z.</summary>
    public static double UpperTail(double z) => Normal.CDF(0, 1, -z);

    /// <summary>
    /// One-sided exact test by R. A. Fisher: the probability of <paramref name="failures"/> or more failures in <paramref name="n"/> rows
    /// drawn from <paramref name="all"/> rows, of which <paramref name="failed"/> failed.
    /// </summary>
    public static double FisherUpper(long failures, long n, long failed, long all)
    {
        var most = Math.Min(n, failed);
        if (failures <= Math.Max(0, n + failed - all))
            return 1;
        var first = LogChoose(failed, failures) + LogChoose(all - failed, n - failures) - LogChoose(all, n);
        // Each term follows from the one before it, so only the first needs gamma functions.
        double sum = 1,
            term = 1;
        for (var k = failures; k < most; k++)
        {
            term *= (double)(failed - k) * (n - k) / ((double)(k + 1) * (all - failed - n + k + 1));
            sum += term;
            if (term < sum * 1e-16)
                break;
        }

        return Math.Min(1, Math.Exp(first) * sum);
    }

    /// <summary>Log-likelihood ratio of two failure rates against one common rate, natural logarithm; 0 or more.</summary>
    public static double LikelihoodRatio(long failures, long n, long restFailures, long rest)
    {
        var pooled = (double)(failures + restFailures) / (n + rest);
        return Entropy(failures, n, pooled) + Entropy(restFailures, rest, pooled);
    }

    /// <summary>
    /// α·(error lift − 1) − (1 − α)·(all rows/rows − 1). Source: S. Sagadeeva and M. Boehm, "SliceLine", SIGMOD 2021.
    /// </summary>
    public static double SliceLine(long errors, long n, long allErrors, long all, double alpha) =>
        n == 0 || allErrors == 0
            ? double.NegativeInfinity
            : (alpha * (((double)errors / n / ((double)allErrors / all)) - 1)) - ((1 - alpha) * (((double)all / n) - 1));

    /// <summary>The number of tests, those with the smallest p, that are discoveries. Y. Benjamini and Y. Hochberg 1995.</summary>
    /// <param name="sorted">p of the candidate tests, ascending; all other tests have a larger p.</param>
    /// <param name="tests">Total number of tests.</param>
    /// <param name="rate">False discovery rate.</param>
    public static int BenjaminiHochberg(IReadOnlyList<double> sorted, long tests, double rate)
    {
        for (var k = sorted.Count; k > 0; k--)
            if (sorted[k - 1] <= rate * k / tests)
                return k;
        return 0;
    }

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);

    /// <summary>n·KL(share ‖ pooled).</summary>
    private static double Entropy(long k, long n, double pooled)
    {
        if (n == 0)
            return 0;
        var p = (double)k / n;
        return (k == 0 ? 0 : k * Math.Log(p / pooled)) + (k == n ? 0 : (n - k) * Math.Log((1 - p) / (1 - pooled)));
    }
}
