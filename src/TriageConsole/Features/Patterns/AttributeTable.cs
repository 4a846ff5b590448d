using System.Globalization;
using TriageConsole.Components;
using TriageConsole.Core.Patterns;

namespace TriageConsole.Features.Patterns;

/// <summary>The attributes of interactions as columns, built row by row.</summary>
internal sealed class AttributeTable : IAttributeSink
{
    /// <summary>A column with more different values is a text or an id, not an attribute.</summary>
    private const int MaxWords = 20_000;

    /// <summary>A column with a larger share of different values is an id.</summary>
    private const double IdShare = 0.5;

    /// <summary>The maximum number of attributes in a search: those with the highest score on their own.</summary>
    private const int MaxAttributes = 40;

    private readonly Dictionary<string, WordColumn> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NumberColumn> numbers = new(StringComparer.Ordinal);

    public int Rows { get; private set; }

    /// <summary>What was left out and why, in sentences.</summary>
    public List<string> Notes { get; } = [];

    public void Add(in InteractionColumns columns, string? attributes)
    {
        Rows++;
        InteractionAttributes.Read(columns, attributes, this);
    }

    public void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(name, out var column))
            known[name] = column = new WordColumn();
        column.Set(Rows - 1, value);
    }

    public void Number(ReadOnlySpan<char> name, double value)
    {
        var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(name, out var column))
            known[name] = column = new NumberColumn();
        column.Add(Rows - 1, value);
    }

    /// <summary>The columns to search and the terms of their codes.</summary>
    /// <param name="failed">Whether each row failed.</param>
    /// <param name="edges">The bucket edges of numeric attributes; new ones are added.</param>
    /// <param name="minRows">The minimum number of rows of a pattern.</param>
    public (PatternData Data, IReadOnlyList<IReadOnlyList<NamedTerm>> Terms) Columns(
        bool[] failed,
        Dictionary<string, IReadOnlyList<double>> edges,
        int minRows
    )
    {
        var found = new List<(PatternAttribute Column, IReadOnlyList<NamedTerm> Terms)>();
        foreach (var (name, column) in words.OrderBy(w => InteractionAttributes.Place(w.Key)).ThenBy(w => w.Key, StringComparer.Ordinal))
            if (WordAttribute(name, column, minRows) is { } attribute)
                found.Add(attribute);
        foreach (var (name, column) in numbers.OrderBy(n => n.Key, StringComparer.Ordinal))
            if (!words.ContainsKey(name) && NumberAttribute(name, column, edges, minRows) is { } attribute)
                found.Add(attribute);
        var kept = Telling(found, failed);
        return (new PatternData([.. kept.Select(k => k.Column)], failed), [.. kept.Select(k => k.Terms)]);
    }

    /// <summary>The rows that have all terms.</summary>
    public int[] Held(PatternTerms terms)
    {
        var count = new byte[Rows];
        foreach (var term in terms.Terms)
        foreach (var row in Held(term))
            count[row]++;
        return [.. Enumerable.Range(0, Rows).Where(r => count[r] == terms.Terms.Count)];
    }

    /// <summary>The rows of one term, with the same rule as <see cref="NamedTerm.Holds"/>.</summary>
    private IEnumerable<int> Held(NamedTerm term)
    {
        if (term.Value is { } word && words.TryGetValue(term.Attribute, out var column) && column.RowsOf(word) is { } rows)
            return rows;
        if (!numbers.TryGetValue(term.Attribute, out var amounts))
            return [];
        return term.Value is { } number
            ? amounts.Cells.Where(c => c.Value.ToString("R", CultureInfo.InvariantCulture) == number).Select(c => c.Row)
            : amounts
                .Cells.Where(c => (term.Above is null || c.Value > term.Above) && (term.UpTo is null || c.Value <= term.UpTo))
                .Select(c => c.Row);
    }

    private (PatternAttribute, IReadOnlyList<NamedTerm>)? WordAttribute(string name, WordColumn column, int minRows)
    {
        if (column.Distinct > MaxWords || (column.Distinct > IdShare * column.Filled && column.Filled >= minRows && column.Distinct > 20))
        {
            if (name != "task")
                Notes.Add(
                    $"“{name}” was left out: "
                        + $"{(column.Distinct > MaxWords ? "more than " + Figures.Count(MaxWords) : Figures.Count(column.Distinct))}"
                        + $" different values in {Figures.Count(column.Filled)} interactions. It is an id or a text, not an "
                        + $"attribute."
                );
            return null;
        }

        var (codes, values, counts) = column.Codes(Rows);
        var frequent = counts.Count(c => c >= minRows);
        if (frequent == 0 || (frequent == 1 && values.Count == 1 && counts[0] == Rows))
            return null;
        if (values.Count > 1000)
            Notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of “{name}” only the {Math.Min(frequent, 255)} values with at least {minRows} interactions were "
                        + $"searched; it has {values.Count} values."
                )
            );
        return (
            new PatternAttribute(name, values, codes, InteractionAttributes.IsCourse(name)),
            [.. values.Select(v => new NamedTerm(name, v))]
        );
    }

    private (PatternAttribute, IReadOnlyList<NamedTerm>)? NumberAttribute(
        string name,
        NumberColumn column,
        Dictionary<string, IReadOnlyList<double>> edges,
        int minRows
    )
    {
        if (column.Count < 2 * minRows)
            return null;
        if (!edges.TryGetValue(name, out var cuts))
        {
            var buckets = NumericBuckets.Of(column.Values);
            if (buckets.IsCategorical)
                return Categorical(name, column);
            edges[name] = cuts = buckets.Edges;
        }

        var codes = new int[Rows];
        Array.Fill(codes, -1);
        double[] ends = [.. cuts];
        foreach (var (row, value) in column.Cells)
        {
            var at = Array.BinarySearch(ends, value);
            codes[row] = at >= 0 ? at : ~at;
        }

        var terms = Enumerable
            .Range(0, ends.Length + 1)
            .Select(b => new NamedTerm(name, null, b == 0 ? null : ends[b - 1], b == ends.Length ? null : ends[b]))
            .ToList();
        return (new PatternAttribute(name, [.. terms.Select(t => t.ValueWords)], codes, InteractionAttributes.IsCourse(name)), terms);
    }

    private (PatternAttribute, IReadOnlyList<NamedTerm>)? Categorical(string name, NumberColumn column)
    {
        var values = column.Values.Distinct().Order().ToList();
        if (values.Count < 2)
            return null;
        var codes = new int[Rows];
        Array.Fill(codes, -1);
        foreach (var (row, value) in column.Cells)
            codes[row] = values.IndexOf(value);
        var names = values.ConvertAll(v => v.ToString("R", CultureInfo.InvariantCulture));
        return (
            new PatternAttribute(name, names, codes, InteractionAttributes.IsCourse(name)),
            [.. names.Select(v => new NamedTerm(name, v))]
        );
    }

    /// <summary>All attributes, or if there are too many, those whose best value separates failures most.</summary>
    private List<(PatternAttribute Column, IReadOnlyList<NamedTerm> Terms)> Telling(
        List<(PatternAttribute Column, IReadOnlyList<NamedTerm> Terms)> found,
        bool[] flags
    )
    {
        if (found.Count <= MaxAttributes)
            return found;
        var failures = flags.LongCount(f => f);
        var ranked = found
            .AsParallel()
            .AsOrdered()
            .Select((f, n) => (f, n, Score: Score(f.Column, flags, failures)))
            .OrderByDescending(f => f.Score)
            .ThenBy(f => f.n)
            .ToList();
        Notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Count} attributes; the {MaxAttributes} with the highest score were searched. Left out: "
                    + $"{string.Join(", ", ranked.Skip(MaxAttributes).Take(10).Select(r => r.f.Column.Name))}"
                    + $"{(found.Count > MaxAttributes + 10 ? " …" : "")}."
            )
        );
        return [.. ranked.Take(MaxAttributes).OrderBy(r => r.n).Select(r => r.f)];
    }

    private static double Score(PatternAttribute column, bool[] flags, long failures)
    {
        var (rows, fails) = (new int[column.Values.Count], new int[column.Values.Count]);
        for (var row = 0; row < flags.Length; row++)
        {
            if (column.Codes[row] < 0)
                continue;
            rows[column.Codes[row]]++;
            if (flags[row])
                fails[column.Codes[row]]++;
        }

        return rows.Zip(fails)
            .Max(c =>
                c.First == 0 || c.First == flags.Length
                    ? 0
                    : PatternStatistics.LikelihoodRatio(c.Second, c.First, failures - c.Second, flags.Length - c.First)
            );
    }

    /// <summary>Rows and values are kept apart, because pairs would be padded to 16 bytes.</summary>
    private sealed class NumberColumn
    {
        private readonly List<int> rows = [];
        private readonly List<double> values = [];

        public int Count => rows.Count;

        public IReadOnlyList<double> Values => values;

        public IEnumerable<(int Row, double Value)> Cells => rows.Zip(values);

        public void Add(int row, double value)
        {
            rows.Add(row);
            values.Add(value);
        }
    }

    private sealed class WordColumn
    {
        private readonly Dictionary<string, ushort> codes = new(StringComparer.Ordinal);
        private readonly List<int> rows = [];

        /// <summary>The code of each of <see cref="rows"/>. There are fewer values than <see cref="MaxWords"/> + 2.</summary>
        private readonly List<ushort> cells = [];
        private readonly List<string> values = [];

        public int Distinct => codes.Count;

        /// <summary>The number of rows with a value.</summary>
        public int Filled => cells.Count;

        public void Set(int row, ReadOnlySpan<char> value)
        {
            var known = codes.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!known.TryGetValue(value, out var code))
            {
                if (codes.Count > MaxWords)
                    return;
                var word = value.ToString();
                codes[word] = code = (ushort)values.Count;
                values.Add(word);
            }

            rows.Add(row);
            cells.Add(code);
        }

        public IEnumerable<int>? RowsOf(string word) =>
            codes.TryGetValue(word, out var code) ? rows.Zip(cells).Where(c => c.Second == code).Select(c => c.First) : null;

        public (int[] Codes, IReadOnlyList<string> Values, int[] Counts) Codes(int length)
        {
            var (column, counts) = (new int[length], new int[values.Count]);
            Array.Fill(column, -1);
            foreach (var (row, code) in rows.Zip(cells))
            {
                column[row] = code;
                counts[code]++;
            }

            return (column, values, counts);
        }
    }
}
