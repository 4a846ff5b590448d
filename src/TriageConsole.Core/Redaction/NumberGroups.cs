using System.Runtime.CompilerServices;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Groups of digits with separators between them, from one place of a text on: the beginning of what can be a number of a card, a phone or
/// an identity. Bounded, so that each place costs the same in a text of any length.
/// </summary>
internal ref struct NumberGroups
{
    public const int MaxGroups = 20;

    private const int MaxDigits = 40;

    private readonly ReadOnlySpan<char> text;
    private Places starts;
    private Places lengths;

    private NumberGroups(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>The number of groups.</summary>
    public int Count { get; private set; }

    public readonly ReadOnlySpan<char> Text => text;

    public static NumberGroups Read(ReadOnlySpan<char> text, int at)
    {
        var groups = new NumberGroups(text);
        for (var digits = 0; groups.Count < MaxGroups && digits <= MaxDigits; )
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            groups.starts[groups.Count] = at;
            groups.lengths[groups.Count++] = end - at;
            digits += end - at;
            at = AfterSeparator(text, end);
            if (at < 0)
                break;
        }

        return groups;
    }

    public readonly int Start(int group) => starts[group];

    public readonly int Length(int group) => lengths[group];

    public readonly int End(int group) => starts[group] + lengths[group];

    /// <summary>The characters between a group and the next one.</summary>
    public readonly ReadOnlySpan<char> Separator(int group) => text[End(group)..starts[group + 1]];

    public readonly ReadOnlySpan<char> Digits(int group) => text.Slice(starts[group], lengths[group]);

    /// <summary>The value of a short group; −1 for a longer one.</summary>
    public readonly int Value(int group) => lengths[group] > 6 ? -1 : int.Parse(Digits(group), provider: null);

    /// <summary>The number of digits of some groups.</summary>
    public readonly int Sum(int first, int count)
    {
        var sum = 0;
        for (var i = first; i < first + count; i++)
            sum += lengths[i];
        return sum;
    }

    /// <summary>Whether one separator stands between all of some groups.</summary>
    public readonly bool IsSeparatedBy(int first, int count, char separator)
    {
        for (var i = first; i < first + count - 1; i++)
            if (Separator(i) is not [var only] || only != separator)
                return false;
        return true;
    }

    /// <summary>Whether some groups have these lengths.</summary>
    public readonly bool HasLengths(int first, params ReadOnlySpan<int> wanted)
    {
        if (first + wanted.Length > Count)
            return false;
        for (var i = 0; i < wanted.Length; i++)
            if (lengths[first + i] != wanted[i])
                return false;
        return true;
    }

    /// <summary>Copies the digits of some groups; returns their number, or −1 if there is no space.</summary>
    public readonly int CopyDigits(int first, int count, Span<char> to)
    {
        var at = 0;
        for (var i = first; i < first + count; i++)
        {
            if (!Digits(i).TryCopyTo(to[at..]))
                return -1;
            at += lengths[i];
        }

        return at;
    }

    /// <summary>The place of the next digit after a separator of at most three characters; −1 if there is none.</summary>
    private static int AfterSeparator(ReadOnlySpan<char> text, int at)
    {
        for (var length = 0; length < 4 && at + length < text.Length; length++)
        {
            var c = text[at + length];
            if (char.IsAsciiDigit(c))
                return length == 0 ? -1 : at + length;
            // Brackets, and a space next to another separator: "(030) 12", "+49 (0)30", "030 / 12", "030 - 12".
            if (c is not (' ' or '-' or '.' or '/' or '(' or ')') || (c is '.' && length > 0))
                return -1;
        }

        return -1;
    }

    [InlineArray(MaxGroups)]
    private struct Places
    {
        private int first;
    }
}
