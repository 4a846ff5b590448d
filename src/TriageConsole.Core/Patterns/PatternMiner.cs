using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>
/// Finds where failures concentrate: all conjunctions of up to three terms are counted and tested against the rest of the rows; those the
/// Benjamini–Hochberg procedure accepts are walked from the strongest down, and one that restates what stands before it is left out.
/// </summary>
public static class PatternMiner
{
    /// <summary>A larger p is no discovery, whatever its weight.</summary>
    private const double MostPossibleP = 0.25;

    /// <summary>Exact within the settings; the same data give the same patterns on any number of threads.</summary>
    public static PatternFindings Find(PatternData data, PatternSettings? settings = null)
    {
        var wanted = settings ?? new PatternSettings();
        var failures = data.Failed.LongCount(f => f);
        // Nothing or everything failed: there is nothing to concentrate.
        if (failures == 0 || failures == data.Rows)
            return new PatternFindings([], 0, 0);
        var candidates = new ConcurrentBag<(CountedPattern Pattern, double P)>();
        var parents = new ConcurrentDictionary<(PatternTerm, PatternTerm?), (int Rows, int Failures)>();
        var tests = new LengthTests();
        new PatternCounts(data, wanted).Count(pattern =>
        {
            if (pattern.Rows == data.Rows)
                return;
            tests.Count(pattern.Length);
            if (pattern.C is null && wanted.MostTerms > 1)
                parents[(pattern.A, pattern.B)] = (pattern.Rows, pattern.Failures);
            if (Test(pattern, failures, data.Rows) is var p && p <= MostPossibleP)
                candidates.Add((pattern, p));
        });
        var sorted = candidates.OrderBy(c => tests.Weighed(c.P, c.Pattern.Length)).ToList();
        var significant = PatternStatistics.BenjaminiHochberg(
            sorted.ConvertAll(c => tests.Weighed(c.P, c.Pattern.Length)),
            tests.All,
            wanted.FalseDiscoveryRate
        );
        var ranked = sorted
            .Take(significant)
            .Where(c => BeatsParents(c.Pattern, parents, wanted))
            .Select(c => Describe(c.Pattern, c.P, failures, data.Rows, wanted))
            // What was given before the answer explains first; the course the interaction took only what is left. Of two names for the same rows
            // the attribute that stands first in the data wins.
            .OrderBy(f => f.Terms.Any(t => data.Attributes[t.Attribute].IsCourse))
            .ThenByDescending(f => f.Score)
            .ThenBy(f => f.Terms.Count)
            .ThenBy(
                f => string.Join(' ', f.Terms.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Attribute:D5}:{t.Value:D5}"))),
                StringComparer.Ordinal
            );
        return new PatternFindings(new Restatements(data, wanted, tests).Drop(ranked), tests.All, significant);
    }

    /// <summary>Whether each term adds something: without it, what the pattern leaves out of the shorter one fails less.</summary>
    private static bool BeatsParents(
        CountedPattern pattern,
        ConcurrentDictionary<(PatternTerm, PatternTerm?), (int Rows, int Failures)> counts,
        PatternSettings settings
    )
    {
        (PatternTerm, PatternTerm?)[] shorter = pattern switch
        {
            { B: null } => [],
            { B: { } b, C: null } => [(pattern.A, null), (b, null)],
            { B: { } b, C: { } c } => [(pattern.A, b), (pattern.A, c), (b, c)],
        };
        return Array.TrueForAll(
            shorter,
            s =>
                !counts.TryGetValue(s, out var parent)
                || PatternStatistics.FisherUpper(pattern.Failures, pattern.Rows, parent.Failures, parent.Rows) <= settings.LongerLevel
        );
    }

    /// <summary>Exact where it matters, a quick bound where the pattern is plainly nothing.</summary>
    private static double Test(CountedPattern pattern, long failures, int rows)
    {
        var z = PatternStatistics.TwoProportionZ(pattern.Failures, pattern.Rows, failures - pattern.Failures, rows - pattern.Rows);
        return z < 1 ? 1 : PatternStatistics.FisherUpper(pattern.Failures, pattern.Rows, failures, rows);
    }

    private static FoundPattern Describe(CountedPattern pattern, double p, long failures, int rows, PatternSettings settings)
    {
        var (rest, restFailures) = (rows - pattern.Rows, failures - pattern.Failures);
        var (low, high) = PatternStatistics.Wilson(pattern.Failures, pattern.Rows);
        return new FoundPattern(
            pattern.Terms,
            pattern.Rows,
            pattern.Failures,
            (double)pattern.Failures / pattern.Rows,
            (double)restFailures / rest,
            low,
            high,
            p,
            PatternStatistics.LikelihoodRatio(pattern.Failures, pattern.Rows, restFailures, rest),
            PatternStatistics.SliceLine(pattern.Failures, pattern.Rows, failures, rows, settings.SliceLineAlpha)
        );
    }
}

/// <summary>
/// How many patterns of each length were tested. A search makes a hundred times more tests of three terms than of one; so that they do not
/// drown the short ones, each length has an equal part of the false discovery rate: p is divided by a weight, and the weights of all tests
/// average one. C. Genovese, K. Roeder and L. Wasserman, "False discovery control with p-value weighting", 2006.
/// </summary>
internal sealed class LengthTests
{
    private readonly long[] counts = new long[4];

    public long All => counts.Sum();

    public void Count(int length) => Interlocked.Increment(ref counts[length]);

    public double Weighed(double p, int length) => p * counts[length] * counts.Count(c => c > 0) / All;
}

/// <summary>Tells new patterns from other words for those found already.</summary>
internal sealed class Restatements(PatternData data, PatternSettings settings, LengthTests tests)
{
    private readonly BitArray covered = new(data.Rows);

    /// <summary>
    /// Walks from the strongest down. What stays has, outside all that stands before it, still more failures than the rows that no pattern
    /// explains. One true pattern makes hundreds of its parts and supersets significant, and with them the procedure's bar falls for all;
    /// so the bar here is that of a list of distinct patterns: rate · (length of the list) / tests, weighed in the same way.
    /// </summary>
    public IReadOnlyList<FoundPattern> Drop(IEnumerable<FoundPattern> ranked)
    {
        var kept = new List<FoundPattern>();
        foreach (var pattern in ranked)
        {
            if (kept.Count == settings.Most)
                break;
            if (!IsNews(pattern, settings.FalseDiscoveryRate * (kept.Count + 1) / tests.All))
                continue;
            kept.Add(pattern);
            for (var row = 0; row < data.Rows; row++)
                if (Holds(pattern, row))
                    covered[row] = true;
        }

        return kept;
    }

    private bool IsNews(FoundPattern pattern, double bar)
    {
        if (tests.Weighed(pattern.P, pattern.Terms.Count) > bar)
            return false;
        long rows = 0,
            failures = 0,
            left = 0,
            leftFailures = 0;
        for (var row = 0; row < data.Rows; row++)
        {
            if (covered[row])
                continue;
            var failed = data.Failed[row];
            left++;
            if (failed)
                leftFailures++;
            if (!Holds(pattern, row))
                continue;
            rows++;
            if (failed)
                failures++;
        }

        return rows >= Math.Min(settings.LeastRows, pattern.Rows)
            && tests.Weighed(PatternStatistics.FisherUpper(failures, rows, leftFailures, left), pattern.Terms.Count) <= bar;
    }

    private bool Holds(FoundPattern pattern, int row)
    {
        foreach (var term in pattern.Terms)
            if (data.Attributes[term.Attribute].Codes[row] != term.Value)
                return false;
        return true;
    }
}
