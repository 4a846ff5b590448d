using System.Collections;

namespace TriageConsole.Core.Patterns;

/// <summary>Removes patterns that restate patterns found before.</summary>
internal sealed class Restatements(PatternData data, PatternSettings settings, LengthTests tests)
{
    private readonly BitArray covered = new(data.Rows);

    /// <summary>
    /// Goes through the patterns, strongest first. A pattern stays if, outside all earlier ones, it still has more failures than the rows
    /// that no pattern explains. One true pattern makes hundreds of its parts and supersets significant, which loosens the threshold of the
    /// procedure for all. The threshold here is therefore that of a list of distinct patterns: rate · (length of the list) / tests, with
    /// the same weights.
    /// </summary>
    public IReadOnlyList<FoundPattern> Drop(IEnumerable<FoundPattern> ranked)
    {
        var kept = new List<FoundPattern>();
        foreach (var pattern in ranked)
        {
            if (kept.Count == settings.Max)
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

    private bool IsNews(FoundPattern pattern, double threshold)
    {
        if (tests.Weighed(pattern.P, pattern.Terms.Count) > threshold)
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

        return rows >= Math.Min(settings.MinRows, pattern.Rows)
            && tests.Weighed(PatternStatistics.FisherUpper(failures, rows, leftFailures, left), pattern.Terms.Count) <= threshold;
    }

    private bool Holds(FoundPattern pattern, int row)
    {
        foreach (var term in pattern.Terms)
            if (data.Attributes[term.Attribute].Codes[row] != term.Value)
                return false;
        return true;
    }
}
