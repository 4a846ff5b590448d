using System.Globalization;

namespace TriageConsole.Core.Evaluation;

/// <summary>Translates character classes and escapes.</summary>
internal sealed partial class EcmaRegex
{
    private void Escape()
    {
        if (Now is >= '1' and <= '9')
        {
            var number = Number();
            if (number > groups.Count)
                throw Wrong($"refers to group {number}, which does not exist");
            Reference(number);
        }
        else if (Take('k'))
        {
            if (!Take('<'))
                throw Wrong("has \\k without a name");
            var (name, after) = NameAt(at);
            at = after;
            if (groups.IndexOf(name) is not (>= 0 and var index))
                throw Wrong($"refers to the group {Texts.Cut(name, 60)}, which does not exist");
            Reference(index + 1);
        }
        else
        {
            Write((ClassEscape() ?? CodePointSet.Of(CharacterEscape(inClass: false))).ToPattern());
        }
    }

    /// <summary>A reference to a group that did not participate matches the empty text in ECMA-262, but fails in .NET.</summary>
    private void Reference(long number) => Write(string.Create(CultureInfo.InvariantCulture, $"(?:(?({number})\\k<{number}>))"));

    private CodePointSet Class()
    {
        var isNegated = Take('^');
        var parts = new List<CodePointSet>();
        while (!Take(']'))
        {
            if (Now == End)
                throw Wrong("has a class that is not closed");
            var (set, first) = Member();
            if (Now != '-' || at + 1 >= source.Length || source[at + 1] == ']')
            {
                parts.Add(set ?? CodePointSet.Of(first));
                continue;
            }

            at++;
            var (end, last) = Member();
            if (set is not null || end is not null || last < first)
                throw Wrong("has a range whose ends are not characters in ascending order");
            parts.Add(new CodePointSet([(first, last)]));
        }

        var all = CodePointSet.Union(parts);
        return isNegated ? all.Others() : all;
    }

    /// <summary>A set of characters, or a single character.</summary>
    private (CodePointSet? Set, int CodePoint) Member()
    {
        if (Now == End)
            throw Wrong("has a class that is not closed");
        if (!Take('\\'))
            return (null, source[at++]);
        return ClassEscape() is { } set ? (set, 0) : (null, CharacterEscape(inClass: true));
    }

    private CodePointSet? ClassEscape()
    {
        if (Now is not ('d' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P'))
            return null;
        var kind = (char)source[at++];
        var set = char.ToLowerInvariant(kind) switch
        {
            'd' => CodePointSet.Digits,
            'w' => CodePointSet.WordCharacters,
            's' => CodePointSet.Spaces,
            _ => Property(),
        };
        return char.IsUpper(kind) ? set.Others() : set;
    }

    private CodePointSet Property()
    {
        var end = Now == '{' ? Array.IndexOf(source, '}', at) : End;
        if (end < 0)
            throw Wrong("has \\p without {…}");
        var name = string.Concat(source[(at + 1)..end].Select(char.ConvertFromUtf32));
        at = end + 1;
        return UnicodeProperties.Find(name)
            ?? throw Wrong(
                $"uses \\p{{{Texts.Cut(name, 60)}}}; supported are general categories, such as L, Lu or Nd, and Any, ASCII, Assigned"
            );
    }

    private int CharacterEscape(bool inClass)
    {
        if (Now == End)
            throw Wrong("ends in a backslash");
        var c = source[at++];
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'r':
                return '\r';
            case 'b' when inClass:
                return '\b';
            case '0' when Now is not (>= '0' and <= '9'):
                return 0;
            case 'c' when Now is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'):
                return source[at++] % 32;
            case 'x':
                return Hex(2);
            case 'u':
                return Unicode();
            case '-' when inClass:
                return '-';
            default:
                // Lenient where nothing else can be meant: an escaped punctuation character is itself.
                return
                    c < 128
                    && !char.IsAsciiLetterOrDigit((char)c)
                    && c != '_'
                    && (Syntax.Contains((char)c, StringComparison.Ordinal) || c > ' ')
                    ? c
                    : throw Wrong($"has \\{char.ConvertFromUtf32(c)}, which ECMA-262 does not define");
        }
    }

    private int Unicode()
    {
        if (Take('{'))
        {
            var end = Array.IndexOf(source, '}', at);
            var digits = end < 0 ? "" : string.Concat(source[at..end].Select(char.ConvertFromUtf32));
            at = end + 1;
            return
                int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
                && point is >= 0 and <= CodePointSet.Last
                ? point
                : throw Wrong("has \\u{…} without a valid code point");
        }

        var high = Hex(4);
        var start = at;
        if (high is < 0xD800 or > 0xDBFF || !Take("\\u") || Now == '{')
            return Back(high);
        var low = Hex(4);
        return low is >= 0xDC00 and <= 0xDFFF ? char.ConvertToUtf32((char)high, (char)low) : Back(high);

        int Back(int unit)
        {
            at = start;
            return unit;
        }
    }

    private int Hex(int digits)
    {
        var text = at + digits <= source.Length ? string.Concat(source[at..(at + digits)].Select(char.ConvertFromUtf32)) : "";
        at += digits;
        return text.Length == digits && text.All(char.IsAsciiHexDigit)
            ? int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw Wrong($"has \\{(digits == 2 ? 'x' : 'u')} without {digits} hexadecimal digits");
    }
}
