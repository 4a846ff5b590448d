using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Writes a regular expression of ECMA-262 (with the u flag, as JSON Schema asks for) as one of .NET that means the same: $ is the very end, \d and
/// \w are ASCII, a character beyond the first plane is one character. What has no counterpart is refused by name. Two deviations are known: a group
/// keeps what it captured in an earlier round of its repetition, and scripts (\p{Script=…}) are not known.
/// </summary>
internal sealed partial class EcmaRegex
{
    private const int End = -1;

    private const string Syntax = "^$\\.*+?()[]{}|/";

    private readonly int[] source;
    private readonly List<string?> groups = [];
    private readonly StringBuilder written = new();
    private int at;
    private int opened;
    private int depth;

    private EcmaRegex(string pattern)
    {
        if (pattern.EnumerateRunes().Any(r => r == Rune.ReplacementChar) && !pattern.Contains('\uFFFD', StringComparison.Ordinal))
            throw Wrong("holds half a character");
        source = [.. pattern.EnumerateRunes().Select(r => r.Value)];
        FindGroups();
    }

    private int Now => at < source.Length ? source[at] : End;

    /// <exception cref="ArgumentException">It is no expression of ECMA-262, or says what cannot be said here.</exception>
    public static string Translate(string pattern)
    {
        var translation = new EcmaRegex(pattern);
        translation.Alternatives();
        return translation.Now == End ? translation.written.ToString() : throw Wrong("has a closing bracket too many");
    }

    private static ArgumentException Wrong(string what) => new(what);

    /// <summary>Names of the groups in their order, null of those without one: a reference may stand before its group.</summary>
    private void FindGroups()
    {
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\')
                i++;
            else if (source[i] == '[')
                inClass = true;
            else if (source[i] == ']')
                inClass = false;
            else if (source[i] == '(' && !inClass)
            {
                if (i + 1 >= source.Length || source[i + 1] != '?')
                    groups.Add(null);
                else if (i + 3 < source.Length && source[i + 2] == '<' && source[i + 3] is not ('=' or '!'))
                    groups.Add(NameAt(i + 3).Name);
            }
        }

        if (groups.OfType<string>().GroupBy(n => n, StringComparer.Ordinal).Any(g => g.Count() > 1))
            throw Wrong("names two groups alike");
    }

    private (string Name, int After) NameAt(int from)
    {
        var end = Array.IndexOf(source, '>', from);
        var name = end < 0 ? "" : string.Concat(source[from..end].Select(char.ConvertFromUtf32));
        if (
            name.Length == 0
            || !name.EnumerateRunes().All(r => r.Value is '_' or '$' || Rune.IsLetterOrDigit(r))
            || Rune.IsDigit(name.EnumerateRunes().First())
        )
            throw Wrong("has a group without a right name");
        return (name, end + 1);
    }

    private void Alternatives()
    {
        if (++depth > 100)
            throw Wrong("is nested deeper than 100");
        while (Now is not (End or ')'))
        {
            if (Take('|'))
                written.Append('|');
            else
                Term();
        }

        depth--;
    }

    private void Term()
    {
        var from = written.Length;
        var isAssertion =
            Take('^') ? Write("^")
            : Take('$') ? Write(@"\z")
            : Boundary() || Look();
        if (!isAssertion)
            Atom();
        if (Quantifier() is not { } quantifier)
            return;
        if (isAssertion || from == written.Length)
            throw Wrong("repeats nothing");
        written.Append(quantifier);
        if (Take('?'))
            written.Append('?');
        else if (Now is '*' or '+')
            throw Wrong("repeats nothing");
    }

    private bool Boundary()
    {
        if (Now != '\\' || at + 1 >= source.Length || source[at + 1] is not ('b' or 'B'))
            return false;
        const string before = "(?<=[A-Za-z0-9_])",
            notBefore = "(?<![A-Za-z0-9_])",
            after = "(?=[A-Za-z0-9_])",
            notAfter = "(?![A-Za-z0-9_])";
        Write(source[at + 1] == 'b' ? $"(?:{before}{notAfter}|{notBefore}{after})" : $"(?:{before}{after}|{notBefore}{notAfter})");
        at += 2;
        return true;
    }

    private bool Look()
    {
        foreach (var look in new[] { "(?=", "(?!", "(?<=", "(?<!" })
        {
            if (!Take(look))
                continue;
            Inside(look);
            return true;
        }

        return false;
    }

    private void Atom()
    {
        if (Take('.'))
            Write(CodePointSet.InLine.ToPattern());
        else if (Take('['))
            Write(Class().ToPattern());
        else if (Take("(?:"))
            Inside("(?:");
        else if (Take("(?<"))
        {
            at = NameAt(at).After;
            Inside(Opening());
        }
        else if (Take("(?"))
            throw Wrong("has a group that ECMA-262 does not know: (?" + (Now == End ? "" : char.ConvertFromUtf32(Now)));
        else if (Take('('))
            Inside(Opening());
        else if (Take('\\'))
            Escape();
        else if (Quantifier() is not null)
            throw Wrong("repeats nothing");
        else
            Write(CodePointSet.Of(source[at++]).ToPattern());
    }

    /// <summary>Groups are known by number: .NET counts named ones after the others, ECMA-262 in their order.</summary>
    private string Opening() => string.Create(CultureInfo.InvariantCulture, $"(?<{++opened}>");

    private void Inside(string opening)
    {
        written.Append(opening);
        Alternatives();
        if (!Take(')'))
            throw Wrong("lacks a closing bracket");
        written.Append(')');
    }

    /// <summary>The quantifier that stands here, taken; null where none does. A brace that is none stands for itself.</summary>
    private string? Quantifier()
    {
        if (Now is '*' or '+' or '?')
            return ((char)source[at++]).ToString();
        if (Now != '{')
            return null;
        var start = at++;
        if (Now is >= '0' and <= '9')
        {
            var least = Number();
            var isOpen = Take(',');
            long? most = isOpen
                ? Now is >= '0' and <= '9'
                    ? Number()
                    : null
                : least;
            if (Take('}'))
            {
                if (most < least)
                    throw Wrong("repeats at least more often than at most");
                if (Math.Max(least, most ?? 0) > 100_000)
                    throw Wrong("repeats more than 100,000 times");
                return string.Create(CultureInfo.InvariantCulture, $"{{{least}{(isOpen ? "," : "")}{(isOpen ? most : null)}}}");
            }
        }

        at = start;
        return null;
    }

    private long Number()
    {
        long number = 0;
        for (; Now is >= '0' and <= '9'; at++)
            number = Math.Min(1_000_000_000, (number * 10) + Now - '0');
        return number;
    }

    private bool Write(string text)
    {
        written.Append(text);
        return true;
    }

    private bool Take(char c)
    {
        if (Now != c)
            return false;
        at++;
        return true;
    }

    private bool Take(string text)
    {
        if (at + text.Length > source.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
            if (source[at + i] != text[i])
                return false;
        at += text.Length;
        return true;
    }
}
