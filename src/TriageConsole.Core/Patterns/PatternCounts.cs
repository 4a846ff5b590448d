namespace TriageConsole.Core.Patterns;

/// <summary>
/// Counts every conjunction of up to three terms: one histogram per combination of attributes, filled in one pass over the rows. The search
/// is exhaustive: it does not sample or prune. Time is linear in the number of rows, independent of the values.
/// </summary>
public sealed class PatternCounts
{
    private readonly PatternData data;
    private readonly PatternSettings settings;

    /// <summary>Per attribute and row: 0 if the value is too rare for a pattern, otherwise the number of the term, from 1.</summary>
    private readonly byte[][] codes;
    private readonly int[][] valueOf;

    /// <summary>
    /// The rows that have a term of a sparse attribute, such as a document or a tool. Null for a dense attribute.
    /// </summary>
    private readonly int[]?[] rowsOf;

    /// <summary>Numbers the values that are frequent enough.</summary>
    public PatternCounts(PatternData data, PatternSettings settings)
    {
        (this.data, this.settings) = (data, settings);
        codes = new byte[data.Attributes.Count][];
        valueOf = new int[data.Attributes.Count][];
        rowsOf = new int[codes.Length][];
        for (var a = 0; a < codes.Length; a++)
        {
            (codes[a], valueOf[a]) = Compact(data.Attributes[a]);
            var column = codes[a];
            if (column.Count((byte)0) > data.Rows / 4 * 3)
                rowsOf[a] = [.. Enumerable.Range(0, data.Rows).Where(row => column[row] != 0)];
        }
    }

    /// <summary>Counts all patterns with enough rows. Calls <paramref name="onCounted"/> from several threads.</summary>
    public void Count(Action<CountedPattern> onCounted)
    {
        var attributes = Enumerable.Range(0, codes.Length).Where(a => valueOf[a].Length > 1).ToArray();
        foreach (var a in attributes)
            CountOne(a, onCounted);
        if (settings.MaxTerms < 2)
            return;
        var pairs = (
            from i in Enumerable.Range(0, attributes.Length)
            from j in Enumerable.Range(i + 1, attributes.Length - i - 1)
            select (i, j)
        ).ToArray();
        Parallel.ForEach(
            pairs,
            () => new Buffers(data.Rows),
            (pair, _, buffers) =>
            {
                CountPair(attributes, pair.i, pair.j, buffers, onCounted);
                return buffers;
            },
            _ => { }
        );
    }

    private sealed class Buffers(int rows)
    {
        /// <summary>Per row of the current pair: 2 · cell + failed, or -1 if one of the terms is missing.</summary>
        public int[] Pair { get; } = new int[rows];

        public int[] Cells { get; private set; } = [];

        public Span<int> Cleared(int size)
        {
            if (Cells.Length < size)
                Cells = new int[size];
            var cells = Cells.AsSpan(0, size);
            cells.Clear();
            return cells;
        }
    }

    /// <summary>Maps rare values to 0 and numbers the others from 1.</summary>
    private (byte[] Codes, int[] Values) Compact(PatternAttribute attribute)
    {
        var counts = new int[attribute.Values.Count];
        foreach (var code in attribute.Codes)
            if (code >= 0)
                counts[code]++;
        // A code is one byte: if there are too many values, keep the most frequent ones.
        var kept = Enumerable
            .Range(0, counts.Length)
            .Where(v => counts[v] >= settings.MinRows)
            .OrderByDescending(v => counts[v])
            .Take(byte.MaxValue)
            .ToArray();
        var number = new byte[counts.Length];
        for (var n = 0; n < kept.Length; n++)
            number[kept[n]] = (byte)(n + 1);
        return (Array.ConvertAll(attribute.Codes, c => c < 0 ? (byte)0 : number[c]), [-1, .. kept]);
    }

    private void CountOne(int a, Action<CountedPattern> onCounted)
    {
        var cells = new int[valueOf[a].Length * 2];
        for (var row = 0; row < data.Rows; row++)
            cells[(codes[a][row] * 2) + (data.Failed[row] ? 1 : 0)]++;
        for (var n = 1; n < valueOf[a].Length; n++)
            Report(new PatternTerm(a, valueOf[a][n]), null, null, cells[n * 2], cells[(n * 2) + 1], onCounted);
    }

    private void CountPair(int[] attributes, int i, int j, Buffers buffers, Action<CountedPattern> onCounted)
    {
        var (a, b) = (attributes[i], attributes[j]);
        var width = valueOf[b].Length;
        var cells = buffers.Cleared(valueOf[a].Length * width * 2);
        var (first, second, pair) = (codes[a], codes[b], buffers.Pair);
        var held = Shorter(rowsOf[a], rowsOf[b]);
        if (held is not null)
            Array.Fill(pair, -1);
        for (var n = 0; n < (held?.Length ?? pair.Length); n++)
        {
            var row = held is null ? n : held[n];
            var cell = first[row] == 0 || second[row] == 0 ? -1 : (((first[row] * width) + second[row]) * 2) + (data.Failed[row] ? 1 : 0);
            pair[row] = cell;
            if (cell >= 0)
                cells[cell]++;
        }

        var any = false;
        for (var cell = width; cell < valueOf[a].Length * width; cell++)
            any |= Report(
                new PatternTerm(a, valueOf[a][cell / width]),
                new PatternTerm(b, valueOf[b][cell % width]),
                null,
                cells[cell * 2],
                cells[(cell * 2) + 1],
                onCounted
            );
        if (!any || settings.MaxTerms < 3)
            return;
        for (var k = j + 1; k < attributes.Length; k++)
            CountTriple(a, b, attributes[k], Shorter(held, rowsOf[attributes[k]]), buffers, onCounted);
    }

    private void CountTriple(int a, int b, int c, int[]? held, Buffers buffers, Action<CountedPattern> onCounted)
    {
        var (width, depth) = (valueOf[b].Length, valueOf[c].Length);
        var cells = buffers.Cleared(valueOf[a].Length * width * depth * 2);
        var (pair, third) = (buffers.Pair, codes[c]);
        for (var n = 0; n < (held?.Length ?? pair.Length); n++)
        {
            var row = held is null ? n : held[n];
            var cell = pair[row];
            if (cell < 0)
                continue;
            // 2 · (pair · depth + third) + failed. A missing third term fills cells that are not read.
            cells[((cell >> 1) * depth * 2) + (third[row] * 2) + (cell & 1)]++;
        }

        for (var cell = 0; cell < cells.Length / 2; cell++)
        {
            if (cell % depth == 0 || cells[cell * 2] + cells[(cell * 2) + 1] < settings.MinRows)
                continue;
            var of = cell / depth;
            Report(
                new PatternTerm(a, valueOf[a][of / width]),
                new PatternTerm(b, valueOf[b][of % width]),
                new PatternTerm(c, valueOf[c][cell % depth]),
                cells[cell * 2],
                cells[(cell * 2) + 1],
                onCounted
            );
        }
    }

    private static int[]? Shorter(int[]? a, int[]? b) => a is null || b?.Length < a.Length ? b : a;

    private bool Report(PatternTerm a, PatternTerm? b, PatternTerm? c, int passed, int failed, Action<CountedPattern> onCounted)
    {
        if (passed + failed < settings.MinRows || a.Value < 0 || b?.Value < 0)
            return false;
        onCounted(new CountedPattern(a, b, c, passed + failed, failed));
        return true;
    }
}
