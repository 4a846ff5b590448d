using System.Buffers;
using System.Globalization;
using System.Text;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// A text in the form in which it is searched: digits and punctuation of other scripts as ASCII; without invisible characters (zero-width,
/// direction marks, soft hyphens); escapes of URLs (<c>%40</c>), of JSON (<c>\u0040</c>, <c>\n</c>) and of HTML (<c>&amp;#64;</c>)
/// decoded. Remembers where each character came from.
/// </summary>
internal readonly ref struct PlainText
{
    /// <summary>What stands for a removed character in <see cref="Forms"/>.</summary>
    private const char Removed = '\uFFFF';

    /// <summary>The searched form of each UTF-16 code unit.</summary>
    private static readonly char[] Forms = Build();

    private static readonly SearchValues<char> Unchanged = SearchValues.Create([
        .. Enumerable.Range(0, 128).Select(c => (char)c).Except(['%', '\\', '&', '+']),
    ]);

    private readonly int[]? origins;
    private readonly int sourceLength;

    private PlainText(ReadOnlySpan<char> text, int[]? origins, int sourceLength)
    {
        Text = text;
        this.origins = origins;
        this.sourceLength = sourceLength;
    }

    /// <summary>The text to search.</summary>
    public ReadOnlySpan<char> Text { get; }

    public static PlainText Of(ReadOnlySpan<char> source)
    {
        for (var at = 0; source[at..].IndexOfAnyExcept(Unchanged) is var found and >= 0; at++)
        {
            at += found;
            if (Form(source, at, out var length) != source[at] || length != 1)
                return Mapped(source, at);
        }

        return new PlainText(source, null, source.Length);
    }

    /// <summary>The finding with its place in the original text.</summary>
    public DataFinding Original(DataFinding finding)
    {
        if (origins is null)
            return finding;
        var start = origins[finding.Start];
        var end = finding.End < Text.Length ? origins[finding.End] : sourceLength;
        return finding with { Start = start, Length = end - start };
    }

    private static PlainText Mapped(ReadOnlySpan<char> source, int first)
    {
        var text = GC.AllocateUninitializedArray<char>(source.Length);
        var origins = GC.AllocateUninitializedArray<int>(source.Length);
        var length = 0;
        for (var at = 0; at < source.Length; )
        {
            // What stays as it is, is copied at once.
            var next = at < first ? first - at : source[at..].IndexOfAnyExcept(Unchanged);
            var same = source.Slice(at, next < 0 ? source.Length - at : next);
            same.CopyTo(text.AsSpan(length));
            foreach (ref var origin in origins.AsSpan(length, same.Length))
                origin = at++;
            length += same.Length;
            if (at == source.Length)
                break;
            var form = Form(source, at, out var taken);
            if (form != Removed)
            {
                text[length] = form;
                origins[length++] = at;
            }

            at += taken;
        }

        return new PlainText(text.AsSpan(0, length), origins, source.Length);
    }

    /// <summary>The searched form of the character or escape at this place, and the number of code units that it takes.</summary>
    private static char Form(ReadOnlySpan<char> source, int at, out int taken)
    {
        taken = 1;
        var c = source[at];
        return c switch
        {
            '%' => Escape(source, at, 1, 2, 3, ref taken) ?? c,
            '\\' when at + 1 < source.Length => Backslash(source, at, ref taken),
            '&' => Entity(source[at..], ref taken) ?? c,
            '+' => IsSpaceInQuery(source, at) ? ' ' : c,
            _ => Forms[c],
        };
    }

    /// <summary>An escape of JSON in a text that is not JSON, such as a broken line. In a path of Windows it separates two names.</summary>
    private static char Backslash(ReadOnlySpan<char> source, int at, ref int taken)
    {
        if (source[at + 1] is 'u' or 'U')
            return Escape(source, at, 2, 4, 6, ref taken) ?? '\\';
        if (source[at + 1] is not ('n' or 'r' or 't'))
            return '\\';
        taken = 2;
        return source[at + 1] switch
        {
            'n' => '\n',
            'r' => '\r',
            _ => '\t',
        };
    }

    private static char? Escape(ReadOnlySpan<char> source, int at, int from, int digits, int length, ref int taken)
    {
        if (
            at + length > source.Length
            || !int.TryParse(source.Slice(at + from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0x20 or 0x7F
            // Bytes above ASCII are parts of UTF-8 sequences.
            || (digits == 2 && code > 0x7F)
        )
            return null;
        taken = length;
        return Forms[code];
    }

    private static char? Entity(ReadOnlySpan<char> text, ref int taken)
    {
        if (text.Length < 4)
            return null;
        var end = text[..Math.Min(text.Length, 10)].IndexOf(';');
        if (end < 3)
            return null;
        var name = text[1..end];
        int code;
        if (name[0] == '#')
        {
            var isHex = name.Length > 2 && name[1] is 'x' or 'X';
            if (
                !int.TryParse(
                    name[(isHex ? 2 : 1)..],
                    isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out code
                ) || code is < 0x20 or > 0xFFFE
            )
                return null;
        }
        else
        {
            code =
                name.SequenceEqual("commat") ? '@'
                : name.SequenceEqual("period") ? '.'
                : name.SequenceEqual("nbsp") ? ' '
                : name.SequenceEqual("shy") || name.SequenceEqual("zwnj") || name.SequenceEqual("zwj") ? 0x00AD
                : 0;
            if (code == 0)
                return null;
        }

        taken = end + 1;
        return Forms[code];
    }

    /// <summary>In the query of a URL, a plus sign between letters or digits is a space.</summary>
    private static bool IsSpaceInQuery(ReadOnlySpan<char> source, int at)
    {
        if (at == 0 || at + 1 >= source.Length || !char.IsAsciiLetterOrDigit(source[at - 1]) || !char.IsAsciiLetterOrDigit(source[at + 1]))
            return false;
        for (var i = at - 1; i >= 0 && at - i < 80; i--)
        {
            if (source[i] == '=')
            {
                var name = source[Math.Max(0, i - 60)..i];
                var mark = name.LastIndexOfAny('?', '&');
                // The body of a form is a query without a question mark.
                return (mark >= 0 || i <= 60) && name[(mark + 1)..].IndexOfAny(' ', '\n', '"') < 0;
            }

            if (char.IsWhiteSpace(source[i]) || source[i] is '@' or '"')
                return false;
        }

        return false;
    }

    private static char[] Build()
    {
        var forms = new char[char.MaxValue + 1];
        for (var i = 0; i < forms.Length; i++)
        {
            var c = (char)i;
            forms[i] = c switch
            {
                < (char)128 => c,
                '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') => Removed,
                (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' or (>= '\uFE00' and <= '\uFE0F') => Removed,
                '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
                (>= '\u2010' and <= '\u2013') or '\u2212' or '\uFE63' => '-',
                '\u3002' or '\uFF61' or '\u2024' => '.',
                // Full-width forms of ASCII.
                >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
                _ when char.IsSurrogate(c) => c,
                _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
                // In scripts without spaces, letters around a number act like spaces.
                _ when Words.IsWordAlone(new Rune(c)) => ' ',
                _ => c,
            };
        }

        return forms;
    }
}
