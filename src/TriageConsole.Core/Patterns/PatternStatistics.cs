using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Patterns;

/// <summary>The few tests and scores that patterns are judged by.</summary>
public static class PatternStatistics
{
    /// <summary>The 95 % interval of a share. E. B. Wilson 1927.</summary>
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

    /// <summary>z of two shares with a common variance; 0 where there is none.</summary>
    public static double TwoProportionZ(long a, long n, long b, long m)
    {
        var pooled = (double)(a + b) / (n + m);
        var variance = pooled * (1 - pooled) * ((1.0 / n) + (1.0 / m));
        return variance <= 0 ? 0 : (((double)a / n) - ((double)b / m)) / Math.Sqrt(variance);
    }

    /// <summary>One-sided p of z.</summary>
    public static double UpperTail(double z) => Normal.CDF(0, 1, -z);

    /// <summary>Probability of <paramref name="failures"/> or more in <paramref name="n"/> rows drawn from <paramref name="all"/> of which <paramref name="failed"/> failed: Fisher's exact test, one-sided.</summary>
    public static double FisherUpper(long failures, long n, long failed, long all)
    {
        var most = Math.Min(n, failed);
        if (failures <= Math.Max(0, n + failed - all))
            return 1;
        var first = LogChoose(failed, failures) + LogChoose(all - failed, n - failures) - LogChoose(all, n);
        // Each further term from the one before it: only one needs gamma functions.
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

    /// <summary>α·(error lift − 1) − (1 − α)·(all rows/rows − 1). Source: S. Sagadeeva and M. Boehm, "SliceLine", SIGMOD 2021.</summary>
    public static double SliceLine(long errors, long n, long allErrors, long all, double alpha) =>
        n == 0 || allErrors == 0
            ? double.NegativeInfinity
            : (alpha * (((double)errors / n / ((double)allErrors / all)) - 1)) - ((1 - alpha) * (((double)all / n) - 1));

    /// <summary>How many of the tests may be called discoveries: those with the smallest p. Y. Benjamini and Y. Hochberg 1995.</summary>
    /// <param name="sorted">p of the tests that come into question, rising; all others have larger ones.</param>
    /// <param name="tests">Tests made in all.</param>
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
