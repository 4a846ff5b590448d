namespace TriageConsole.Client;

/// <summary>How much of a text was changed.</summary>
public static class TextEdits
{
    /// <summary>Above this product of lengths, words are compared instead of characters, and above it in words nothing.</summary>
    private const long MaxCells = 4_000_000;

    /// <summary>
    /// The Levenshtein distance in UTF-16 code units, divided by the length of the longer text: 0 for equal texts, 1 for texts without
    /// anything in common. What two texts have in common at their beginning and end is left out first. If the rest is longer than about
    /// 2,000 by 2,000 characters, the unit is a word, and if it is longer than that in words, all of the rest counts as changed. The
    /// browser script of the console computes the same.
    /// </summary>
    public static double Distance(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Share<char>(before, after) ?? Share<string>(Words(before), Words(after)) ?? 1;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null if the texts are too long for characters.</summary>
    private static double? Share<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>
    {
        var longer = Math.Max(a.Length, b.Length);
        if (longer == 0)
            return 0;
        var begin = a.CommonPrefixLength(b);
        a = a[begin..];
        b = b[begin..];
        var end = 0;
        while (end < a.Length && end < b.Length && a[^(end + 1)].Equals(b[^(end + 1)]))
            end++;
        a = a[..^end];
        b = b[..^end];
        if ((long)a.Length * b.Length > MaxCells)
            return typeof(T) == typeof(char) ? null : Math.Max(a.Length, b.Length) / (double)longer;
        return Levenshtein(a, b) / (double)longer;
    }

    private static int Levenshtein<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var above = row[j + 1];
                row[j + 1] = a[i].Equals(b[j]) ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, row[j]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
