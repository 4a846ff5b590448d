using System.Collections.Concurrent;
using System.Globalization;

namespace TriageConsole.Core.Patterns;

/// <summary>
/// Finds where failures concentrate. It counts all conjunctions of up to three terms and tests each against the other rows. It then goes
/// through the patterns that the Benjamini–Hochberg procedure accepts, strongest first, and omits a pattern that repeats an earlier one.
/// </summary>
public static class PatternMiner
{
    /// <summary>Patterns with a larger p are not candidates, independent of their weight.</summary>
    private const double MaxPossibleP = 0.25;

    /// <summary>Exact within the settings, and deterministic for any number of threads.</summary>
    public static PatternFindings Find(PatternData data, PatternSettings? settings = null)
    {
        var wanted = settings ?? new PatternSettings();
        var failures = data.Failed.LongCount(f => f);
        // If no row or every row failed, failures cannot concentrate.
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
            if (pattern.C is null && wanted.MaxTerms > 1)
                parents[(pattern.A, pattern.B)] = (pattern.Rows, pattern.Failures);
            if (Test(pattern, failures, data.Rows) is var p && p <= MaxPossibleP)
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
            // Inputs of the request come before the course of the interaction. If two patterns contain the same rows, the attribute that
            // comes first in the data wins.
            .OrderBy(f => f.Terms.Any(t => data.Attributes[t.Attribute].IsCourse))
            .ThenByDescending(f => f.Score)
            .ThenBy(f => f.Terms.Count)
            .ThenBy(
                f => string.Join(' ', f.Terms.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Attribute:D5}:{t.Value:D5}"))),
                StringComparer.Ordinal
            );
        return new PatternFindings(new Restatements(data, wanted, tests).Drop(ranked), tests.All, significant);
    }

    /// <summary>Whether each term adds information: the rows that it excludes from the shorter pattern fail significantly less.</summary>
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

    /// <summary>Fisher's exact test; patterns that are clearly not significant get p = 1 from a cheap bound.</summary>
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
