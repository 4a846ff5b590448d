namespace TriageConsole.Core.Evaluation;

/// <summary>Similarity of two texts.</summary>
public static class TextDistance
{
    /// <summary>Maximum length of a text for the distance, in UTF-16 code units. Two such texts take about half a second.</summary>
    public const int MaxChars = 100_000;

    /// <summary>
    /// F1 score of the shared words, each counted as often as it occurs in both texts: 2·shared/(words of both). Source: P. Rajpurkar et
    /// al., "SQuAD", EMNLP 2016. Emoji and other symbols count as words. If neither text has any words, user-perceived characters are
    /// compared instead. 1 for two empty texts.
    /// </summary>
    public static double WordF1(string expected, string actual)
    {
        var (wanted, got) = (Words.Of(expected, withSymbols: true).ToList(), Words.Of(actual, withSymbols: true).ToList());
        if (wanted.Count + got.Count == 0)
            (wanted, got) = (Visible(expected), Visible(actual));
        var counts = wanted.CountBy(w => w).ToDictionary(StringComparer.Ordinal);
        var shared = 0;
        foreach (var word in got)
        {
            if (counts.GetValueOrDefault(word) is not (> 0 and var left))
                continue;
            counts[word] = left - 1;
            shared++;
        }

        return wanted.Count + got.Count == 0 ? 1 : 2.0 * shared / (wanted.Count + got.Count);
    }

    private static List<string> Visible(string text) => [.. Graphemes.Of(text).Where(g => !string.IsNullOrWhiteSpace(g))];

    /// <summary>
    /// Levenshtein distance in user-perceived characters of the normalised texts (Unicode NFC), and the length of the longer text in the
    /// same unit. Bit-parallel: G. Myers, "A fast bit-vector algorithm for approximate string matching", JACM 46, 1999, in blocks after H.
    /// Hyyrö, "Explaining and extending the bit-parallel approximate string matching algorithm of Myers", 2001.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A text is longer than <see cref="MaxChars"/>.</exception>
    public static (int Distance, int Longer) Levenshtein(string a, string b)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(a.Length, b.Length), MaxChars);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (first, second) = (Numbered(a, numbers), Numbered(b, numbers));
        return (Distance(first, second), Math.Max(first.Length, second.Length));
    }

    /// <summary>Maps each character to a number, equal for equal characters.</summary>
    private static int[] Numbered(string text, Dictionary<string, int> numbers) =>
        [
            .. Graphemes
                .Of(text)
                .Select(g =>
                {
                    if (!numbers.TryGetValue(g, out var number))
                        numbers[g] = number = numbers.Count;
                    return number;
                }),
        ];

    private static int Distance(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        // The common prefix and suffix do not affect the distance.
        var head = a.CommonPrefixLength(b);
        var left = a[head..];
        var right = b[head..];
        var tail = 0;
        while (tail < left.Length && tail < right.Length && left[^(tail + 1)] == right[^(tail + 1)])
            tail++;
        left = left[..^tail];
        right = right[..^tail];
        return left.Length == 0 ? right.Length
            : right.Length == 0 ? left.Length
            : left.Length <= right.Length ? InBlocks(left, right)
            : InBlocks(right, left);
    }

    private static int InBlocks(ReadOnlySpan<int> pattern, ReadOnlySpan<int> text)
    {
        var blocks = (pattern.Length + 63) / 64;
        var places = new PatternBits(pattern, blocks);
        var (up, down) = (new ulong[blocks], new ulong[blocks]);
        Array.Fill(up, ulong.MaxValue);
        var last = 1UL << ((pattern.Length - 1) % 64);
        var distance = pattern.Length;
        foreach (var c in text)
        {
            var equal = places.Of(c);
            // The row above the first one increases by one per character.
            ulong carryUp = 1,
                carryDown = 0;
            for (var k = 0; k < blocks; k++)
            {
                var (pv, mv, eq) = (up[k], down[k], equal[k]);
                var xv = eq | mv;
                eq |= carryDown;
                var xh = (((eq & pv) + pv) ^ pv) | eq;
                var (ph, mh) = (mv | ~(xh | pv), pv & xh);
                if (k == blocks - 1)
                    distance +=
                        (ph & last) != 0 ? 1
                        : (mh & last) != 0 ? -1
                        : 0;
                var (nextUp, nextDown) = (ph >> 63, mh >> 63);
                (ph, mh) = ((ph << 1) | carryUp, (mh << 1) | carryDown);
                (up[k], down[k]) = (mh | ~(xv | ph), ph & xv);
                (carryUp, carryDown) = (nextUp, nextDown);
            }

            places.Done(c);
        }

        return distance;
    }

    /// <summary>
    /// The positions of each character in the pattern: bits for frequent characters, a list of positions for the others. Bits for every
    /// character would need too much memory for a text with many distinct characters.
    /// </summary>
    private sealed class PatternBits
    {
        private readonly Dictionary<int, List<int>> places = [];
        private readonly Dictionary<int, ulong[]> frequent = [];
        private readonly ulong[] scratch;

        public PatternBits(ReadOnlySpan<int> pattern, int blocks)
        {
            scratch = new ulong[blocks];
            for (var i = 0; i < pattern.Length; i++)
            {
                if (!places.TryGetValue(pattern[i], out var at))
                    places[pattern[i]] = at = [];
                at.Add(i);
            }

            foreach (var (character, at) in places.Where(p => p.Value.Count > blocks / 4))
            {
                var bits = frequent[character] = new ulong[blocks];
                foreach (var i in at)
                    bits[i / 64] |= 1UL << (i % 64);
            }
        }

        public ulong[] Of(int c)
        {
            if (frequent.TryGetValue(c, out var bits))
                return bits;
            foreach (var i in places.GetValueOrDefault(c, []))
                scratch[i / 64] |= 1UL << (i % 64);
            return scratch;
        }

        public void Done(int c)
        {
            if (frequent.ContainsKey(c))
                return;
            foreach (var i in places.GetValueOrDefault(c, []))
                scratch[i / 64] = 0;
        }
    }
}
