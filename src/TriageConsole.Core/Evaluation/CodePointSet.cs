using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Evaluation;

/// <summary>The characters of a class of a regular expression, as ranges of Unicode code points.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;

    private static readonly ConcurrentDictionary<UnicodeCategory, CodePointSet> Categories = new();

    private readonly IReadOnlyList<(int From, int To)> ranges;

    /// <param name="ranges">Ranges in any order; they can overlap.</param>
    public CodePointSet(IEnumerable<(int From, int To)> ranges) => this.ranges = Joined(ranges);

    public static CodePointSet All { get; } = new([(0, Last)]);

    public static CodePointSet Digits { get; } = new([('0', '9')]);

    public static CodePointSet WordCharacters { get; } = new([('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')]);

    /// <summary>WhiteSpace and LineTerminator of ECMA-262.</summary>
    public static CodePointSet Spaces { get; } =
        new([
            (0x09, 0x0D),
            (0x20, 0x20),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
            (0xFEFF, 0xFEFF),
        ]);

    /// <summary>The characters that a dot matches: all except line terminators.</summary>
    public static CodePointSet InLine { get; } = new CodePointSet([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]).Others();

    public static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    public static CodePointSet Of(UnicodeCategory category) =>
        Categories.GetOrAdd(
            category,
            c => new CodePointSet(Enumerable.Range(0, Last + 1).Where(p => CharUnicodeInfo.GetUnicodeCategory(p) == c).Select(p => (p, p)))
        );

    public static CodePointSet Union(IEnumerable<CodePointSet> sets) => new(sets.SelectMany(s => s.ranges));

    public CodePointSet Others()
    {
        var others = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in ranges)
        {
            if (from > next)
                others.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= Last)
            others.Add((next, Last));
        return new CodePointSet(others);
    }

    /// <summary>A pattern over UTF-16 that matches a surrogate pair as one character, and never half of one.</summary>
    public string ToPattern()
    {
        var (simple, pairs) = (new StringBuilder(), new List<string>());
        foreach (var (from, to) in ranges)
        {
            foreach (var (a, b) in new[] { (from, Math.Min(to, 0xD7FF)), (Math.Max(from, 0xE000), Math.Min(to, 0xFFFF)) })
                if (a <= b)
                    simple.Append(Unit(a)).Append(a == b ? "" : "-" + Unit(b));
            if (to > 0xFFFF)
                pairs.AddRange(Pairs(Math.Max(from, 0x10000), to));
        }

        if (simple.Length > 0)
            pairs.Insert(0, $"[{simple}]");
        // An empty class matches nothing.
        return pairs.Count == 0 ? @"[^\s\S]"
            : pairs.Count == 1 && simple.Length > 0 ? pairs[0]
            : $"(?:{string.Join('|', pairs)})";
    }

    private static IEnumerable<string> Pairs(int from, int to)
    {
        var (first, last) = (Surrogates(from), Surrogates(to));
        if (first.High == last.High)
        {
            yield return Unit(first.High) + Range(first.Low, last.Low);
            yield break;
        }

        if (first.Low > 0xDC00)
        {
            yield return Unit(first.High) + Range(first.Low, 0xDFFF);
            first.High++;
        }

        var whole = last.Low < 0xDFFF ? last.High - 1 : last.High;
        if (first.High <= whole)
            yield return Range(first.High, whole) + Range(0xDC00, 0xDFFF);
        if (last.Low < 0xDFFF)
            yield return Unit(last.High) + Range(0xDC00, last.Low);
    }

    private static (int High, int Low) Surrogates(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static string Range(int from, int to) => from == to ? Unit(from) : $"[{Unit(from)}-{Unit(to)}]";

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    private static List<(int From, int To)> Joined(IEnumerable<(int From, int To)> ranges)
    {
        var joined = new List<(int From, int To)>();
        foreach (var range in ranges.OrderBy(r => r.From))
        {
            if (joined.Count > 0 && range.From <= joined[^1].To + 1)
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, range.To));
            else
                joined.Add(range);
        }

        return joined;
    }
}
