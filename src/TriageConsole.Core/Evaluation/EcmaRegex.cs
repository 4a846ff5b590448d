using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Translates a regular expression of ECMA-262 (with the u flag, as JSON Schema requires) to an equivalent one of .NET: $ is the end of the
/// text, \d and \w are ASCII, and a character outside the basic plane is one character. What has no equivalent is refused with a reason.
/// Two deviations are known: a group keeps the capture of an earlier iteration of its repetition, and scripts (\p{Script=…}) are not
/// supported.
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
            throw Wrong("contains an unpaired surrogate");
        source = [.. pattern.EnumerateRunes().Select(r => r.Value)];
        FindGroups();
    }

    private int Now => at < source.Length ? source[at] : End;

    /// <exception cref="ArgumentException">It is not a valid expression of ECMA-262, or it has no equivalent.</exception>
    public static string Translate(string pattern)
    {
        var translation = new EcmaRegex(pattern);
        translation.Alternatives();
        return translation.Now == End ? translation.written.ToString() : throw Wrong("has an unmatched closing parenthesis");
    }

    private static ArgumentException Wrong(string what) => new(what);

    /// <summary>Collects the names of the groups in order, null for unnamed ones, because a reference can precede its group.</summary>
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
            throw Wrong("has two groups with the same name");
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
            throw Wrong("has a group without a valid name");
        return (name, end + 1);
    }

    private void Alternatives()
    {
        if (++depth > 100)
            throw Wrong("is nested deeper than 100 levels");
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
            throw Wrong("has a quantifier that repeats nothing");
        written.Append(quantifier);
        if (Take('?'))
            written.Append('?');
        else if (Now is '*' or '+')
            throw Wrong("has a quantifier that repeats nothing");
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
            throw Wrong("has a group that ECMA-262 does not define: (?" + (Now == End ? "" : char.ConvertFromUtf32(Now)));
        else if (Take('('))
            Inside(Opening());
        else if (Take('\\'))
            Escape();
        else if (Quantifier() is not null)
            throw Wrong("has a quantifier that repeats nothing");
        else
            Write(CodePointSet.Of(source[at++]).ToPattern());
    }

    /// <summary>Opens a group by number. .NET numbers named groups after the others, ECMA-262 numbers all in order.</summary>
    private string Opening() => string.Create(CultureInfo.InvariantCulture, $"(?<{++opened}>");

    private void Inside(string opening)
    {
        written.Append(opening);
        Alternatives();
        if (!Take(')'))
            throw Wrong("has no closing parenthesis");
        written.Append(')');
    }

    /// <summary>Reads the quantifier at this position; null if there is none. A brace that starts no quantifier is a literal.</summary>
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
                    throw Wrong("has a quantifier whose minimum is above its maximum");
                if (Math.Max(least, most ?? 0) > 100_000)
                    throw Wrong("has a quantifier of more than 100,000");
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
