using System.Globalization;
using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Drift;

/// <summary>The distribution of an attribute's values compared with a reference period.</summary>
/// <param name="Level">The level of drift.</param>
/// <param name="Index">Population stability index Σ (a − e)·ln(a/e); null if a period has too few rows.</param>
/// <param name="P">Probability of an index at least this large by chance; null if a period has too few rows.</param>
/// <param name="Explanation">One sentence with the value that changed most.</param>
public sealed record AttributeDrift(DriftLevel Level, double? Index, double? P, string Explanation)
{
    private const double MinExpected = 5;

    /// <summary>
    /// Without drift, index · n·m/(n + m) follows χ² with (number of values − 1) degrees of freedom (B. Yurdakul, "Statistical properties
    /// of population stability index", 2018), as does Pearson's statistic of the same table. Drift is reported only if the index is both
    /// significant and above the thresholds.
    /// </summary>
    /// <param name="reference">Number of rows by value in the reference period.</param>
    /// <param name="recent">
    /// Number of rows by value in the recent period. Values with fewer than five expected rows in a period are pooled into "other".
    /// </param>
    /// <param name="settings">Thresholds; null for the defaults.</param>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static AttributeDrift Of(
        IReadOnlyDictionary<string, long> reference,
        IReadOnlyDictionary<string, long> recent,
        DriftSettings? settings = null
    )
    {
        var s = settings ?? new DriftSettings();
        if (reference.Values.Concat(recent.Values).Any(c => c < 0))
            throw new ArgumentException("A count must be zero or more.", nameof(recent));
        double n = reference.Values.Sum(),
            m = recent.Values.Sum();
        if (n < s.MinRows || m < s.MinRows)
            return new AttributeDrift(
                DriftLevel.NotEnough,
                null,
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Insufficient data: {n} rows in the reference period and {m} now; at least {s.MinRows} each are needed."
                )
            );
        var values = Pool(reference, recent, n, m);
        if (values.Count < 2)
            return new AttributeDrift(DriftLevel.None, 0, 1, "No drift: all rows have the same value.");
        // A value that is new or gone counts as half a row. Otherwise the logarithm of zero alone would make it an alarm.
        var index = PopulationStability.Index(
            [.. values.Select(v => Math.Max(0.5, v.Reference))],
            [.. values.Select(v => Math.Max(0.5, v.Recent))]
        );
        // Pearson's statistic has the same distribution and keeps it for small counts, where the logarithm does not. Use the smaller of the
        // two.
        var p = UpperTail(Math.Min(index * n * m / (n + m), Pearson(values, n, m)), values.Count - 1);
        var level =
            p >= s.Level || index < s.Some ? DriftLevel.None
            : index >= s.Alarm ? DriftLevel.Alarm
            : DriftLevel.Some;
        return new AttributeDrift(level, index, p, Explain(level, index, p, values, n, m));
    }

    private static double Pearson(List<(string Value, double Reference, double Recent)> values, double n, double m) =>
        values.Sum(v => Math.Pow((v.Reference / n) - (v.Recent / m), 2) / (v.Reference + v.Recent)) * n * m;

    private static double UpperTail(double chi2, int freedom) => Math.Max(0, 1 - ChiSquared.CDF(freedom, chi2));

    private static List<(string Value, double Reference, double Recent)> Pool(
        IReadOnlyDictionary<string, long> reference,
        IReadOnlyDictionary<string, long> recent,
        double n,
        double m
    )
    {
        var values = reference
            .Keys.Union(recent.Keys)
            .Select(v => (Value: v, Reference: (double)reference.GetValueOrDefault(v), Recent: (double)recent.GetValueOrDefault(v)))
            .Where(v => v.Reference + v.Recent > 0)
            .OrderByDescending(v => v.Reference + v.Recent)
            .ThenBy(v => v.Value, StringComparer.Ordinal)
            .ToList();
        var least = MinExpected * (n + m) / Math.Min(n, m);
        var kept = values.TakeWhile(v => v.Reference + v.Recent >= least).ToList();
        var rare = values.Skip(kept.Count).ToList();
        if (rare.Count == 0)
            return kept;
        var other = (Value: "other", Reference: rare.Sum(v => v.Reference), Recent: rare.Sum(v => v.Recent));
        // Still too rare after pooling: merge with the rarest value that is kept.
        if (other.Reference + other.Recent < least && kept.Count > 0)
        {
            other = (kept[^1].Value, other.Reference + kept[^1].Reference, other.Recent + kept[^1].Recent);
            kept.RemoveAt(kept.Count - 1);
        }

        return [.. kept, other];
    }

    private static string Explain(
        DriftLevel level,
        double index,
        double p,
        List<(string Value, double Reference, double Recent)> values,
        double n,
        double m
    )
    {
        var (value, before, now) = values.MaxBy(v => Math.Abs((v.Reference / n) - (v.Recent / m)));
        var word = level switch
        {
            DriftLevel.Alarm => "Drift",
            DriftLevel.Some => "Some drift",
            _ => "No drift",
        };
        var chance = p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.###}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{word}: stability index {index:0.###} ({chance}); {value} went from {100 * before / n:0.#} % to {100 * now / m:0.#} %."
        );
    }
}
