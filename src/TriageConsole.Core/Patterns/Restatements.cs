using System.Numerics;

namespace TriageConsole.Core.Patterns;

/// <summary>Removes patterns that restate patterns found before.</summary>
internal sealed class Restatements
{
    private readonly PatternData data;
    private readonly PatternSettings settings;
    private readonly LengthTests tests;

    // Sets of rows are bits, 64 rows per word: hundreds of parts and supersets of one pattern are compared with all rows.
    private readonly Dictionary<PatternTerm, ulong[]> rowsOf = [];
    private readonly ulong[] failed;
    private readonly ulong[] open;

    public Restatements(PatternData data, PatternSettings settings, LengthTests tests)
    {
        (this.data, this.settings, this.tests) = (data, settings, tests);
        failed = Bits(row => data.Failed[row]);
        open = Bits(_ => true);
    }

    /// <summary>
    /// Goes through the patterns, strongest first. A pattern stays if, outside all earlier ones, it still has more failures than the rows
    /// that no pattern explains. One true pattern makes hundreds of its parts and supersets significant, which loosens the threshold of the
    /// procedure for all. The threshold here is therefore that of a list of distinct patterns: rate · (length of the list) / tests, with
    /// the same weights.
    /// </summary>
    public IReadOnlyList<FoundPattern> Drop(IEnumerable<FoundPattern> ranked)
    {
        var kept = new List<FoundPattern>();
        var (left, leftFailures) = Count(open);
        foreach (var pattern in ranked)
        {
            if (kept.Count == settings.Max)
                break;
            var threshold = settings.FalseDiscoveryRate * (kept.Count + 1) / tests.All;
            if (tests.Weighed(pattern.P, pattern.Terms.Count) > threshold)
                continue;
            var news = OpenRows(pattern);
            var (rows, failures) = Count(news);
            if (rows < Math.Min(settings.MinRows, pattern.Rows))
                continue;
            if (tests.Weighed(PatternStatistics.FisherUpper(failures, rows, leftFailures, left), pattern.Terms.Count) > threshold)
                continue;
            kept.Add(pattern);
            for (var n = 0; n < open.Length; n++)
                open[n] &= ~news[n];
            (left, leftFailures) = (left - rows, leftFailures - failures);
        }

        return kept;
    }

    /// <summary>The rows of a pattern that no earlier pattern contains.</summary>
    private ulong[] OpenRows(FoundPattern pattern)
    {
        var rows = (ulong[])open.Clone();
        foreach (var term in pattern.Terms)
        {
            var held = RowsOf(term);
            for (var n = 0; n < rows.Length; n++)
                rows[n] &= held[n];
        }

        return rows;
    }

    private ulong[] RowsOf(PatternTerm term)
    {
        if (!rowsOf.TryGetValue(term, out var rows))
        {
            var codes = data.Attributes[term.Attribute].Codes;
            rowsOf[term] = rows = Bits(row => codes[row] == term.Value);
        }

        return rows;
    }

    private (long Rows, long Failures) Count(ulong[] rows)
    {
        var (count, failures) = (0L, 0L);
        for (var n = 0; n < rows.Length; n++)
        {
            count += BitOperations.PopCount(rows[n]);
            failures += BitOperations.PopCount(rows[n] & failed[n]);
        }

        return (count, failures);
    }

    private ulong[] Bits(Func<int, bool> holds)
    {
        var bits = new ulong[(data.Rows + 63) / 64];
        for (var row = 0; row < data.Rows; row++)
            if (holds(row))
                bits[row >> 6] |= 1UL << (row & 63);
        return bits;
    }
}
