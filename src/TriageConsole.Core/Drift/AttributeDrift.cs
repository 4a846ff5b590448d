using System.Globalization;
using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Drift;

/// <summary>How far an attribute moved.</summary>
public enum DriftLevel
{
    /// <summary>Too few rows on a side to say.</summary>
    NotEnough,

    /// <summary>Not told from chance, or too little to matter.</summary>
    None,

    /// <summary>Some, and not by chance.</summary>
    Some,

    /// <summary>Much, and not by chance.</summary>
    Alarm,
}

/// <summary>When drift is told.</summary>
public sealed record DriftSettings
{
    /// <summary>Stability index from which on it is some. Default 0.1.</summary>
    public double Some { get; init; } = 0.1;

    /// <summary>Stability index from which on it is an alarm. Default 0.25.</summary>
    public double Alarm { get; init; } = 0.25;

    /// <summary>Chance must be less likely than this, 0..1. Default 0.001.</summary>
    public double Level { get; init; } = 0.001;

    /// <summary>Fewest rows a side. Default 100.</summary>
    public int LeastRows { get; init; } = 100;
}

/// <summary>The distribution of an attribute's values against a reference period.</summary>
/// <param name="Level">In a word.</param>
/// <param name="Index">Population stability index Σ (a − e)·ln(a/e); null where a side has too few rows.</param>
/// <param name="P">Probability of one so large by chance.</param>
/// <param name="Explanation">The same in a sentence, with the value that moved most.</param>
public sealed record AttributeDrift(DriftLevel Level, double? Index, double? P, string Explanation)
{
    private const double LeastExpected = 5;

    /// <summary>
    /// Without drift, index · n·m/(n + m) follows χ² with one degree of freedom less than values (B. Yurdakul, "Statistical properties of
    /// population stability index", 2018), as Pearson's statistic of the same table does; only what is larger than that by chance, and large by the rule of thumb, is told.
    /// </summary>
    /// <param name="reference">Rows by value in the reference period.</param>
    /// <param name="recent">Rows by value in the recent period. Values expected under five times on a side are one value, "other".</param>
    /// <param name="settings">Defaults where null.</param>
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
        if (n < s.LeastRows || m < s.LeastRows)
            return new AttributeDrift(
                DriftLevel.NotEnough,
                null,
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Not enough: {n} rows in the reference period and {m} now, at least {s.LeastRows} each are needed."
                )
            );
        var values = Pool(reference, recent, n, m);
        if (values.Count < 2)
            return new AttributeDrift(DriftLevel.None, 0, 1, "No drift: all rows have the same value.");
        // A value gone or new counts half a row: the logarithm of nothing would make an alarm of it.
        var index = PopulationStability.Index(
            [.. values.Select(v => Math.Max(0.5, v.Reference))],
            [.. values.Select(v => Math.Max(0.5, v.Recent))]
        );
        // Pearson's statistic has the same distribution and keeps it in small counts, where the logarithm does not: the more cautious of the two.
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
        var least = LeastExpected * (n + m) / Math.Min(n, m);
        var kept = values.TakeWhile(v => v.Reference + v.Recent >= least).ToList();
        var rare = values.Skip(kept.Count).ToList();
        if (rare.Count == 0)
            return kept;
        var other = (Value: "other", Reference: rare.Sum(v => v.Reference), Recent: rare.Sum(v => v.Recent));
        // Too rare even together: they go with the rarest that is kept.
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
