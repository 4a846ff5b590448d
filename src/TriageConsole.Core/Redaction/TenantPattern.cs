using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// A pattern of a tenant for its own kinds of personal data, such as customer numbers. Matching takes time linear in the length of the
/// text.
/// </summary>
public sealed class TenantPattern
{
    /// <summary>Maximum length of an expression in characters.</summary>
    public const int MaxChars = 500;

    /// <summary>Maximum number of patterns of a tenant or workflow.</summary>
    public const int MaxPatterns = 20;

    private const int MaxNameChars = 30;

    /// <summary>Texts without personal data. A pattern that matches most of their characters would remove all texts.</summary>
    private static readonly string[] Ordinary =
    [
        "The quick brown fox jumps over the lazy dog.",
        "Where is my order? It should have arrived on Tuesday.",
        "def total(items): return sum(i.price for i in items)",
        "Ihr Vertrag läuft noch bis zum Jahresende.",
        "请问我的订单什么时候到？",
    ];

    /// <summary>Maximum time of a pattern on one text.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Regex regex;

    private TenantPattern(string name, string expression, Regex regex) => (Name, Expression, this.regex) = (name, expression, regex);

    /// <summary>Name of the kind: lower-case letters, digits and underscores.</summary>
    public string Name { get; }

    /// <summary>The regular expression.</summary>
    public string Expression { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="name">Name of the kind.</param>
    /// <param name="expression">A regular expression without lookarounds and backreferences.</param>
    /// <param name="problem">Why it is refused; empty if it is not.</param>
    /// <returns>The pattern; null if it is refused.</returns>
    public static TenantPattern? Parse(string name, string expression, out string problem)
    {
        problem =
            name.Length is 0 or > MaxNameChars || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
                ? $"The name '{Texts.Cut(name, 40)}' must have 1 to {MaxNameChars} lower-case letters, digits and underscores."
            : KindNames.Names.Contains(name) ? $"'{name}' is the name of a standard kind."
            : expression.Length is 0 or > MaxChars ? $"The expression of '{name}' must have 1 to {MaxChars} characters."
            : "";
        if (problem.Length > 0)
            return null;
        Regex regex;
        try
        {
            regex = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            problem =
                $"The expression of '{name}' uses lookarounds, backreferences or too large repetitions, which cannot run in linear time.";
            return null;
        }
        catch (ArgumentException e)
        {
            problem = $"The expression of '{name}' is not a valid regular expression: {Texts.Cut(e.Message, 200)}";
            return null;
        }

        if (regex.IsMatch(""))
            problem = $"The expression of '{name}' matches the empty text, so it matches everywhere.";
        else if (Ordinary.Sum(text => Covered(regex, text)) > Ordinary.Sum(text => text.Length) / 2)
            problem = $"The expression of '{name}' matches nearly every text, so nothing would be left.";
        return problem.Length > 0 ? null : new TenantPattern(name, expression, regex);
    }

    internal void Find(ReadOnlySpan<char> text, List<DataFinding> found)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var match in regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
                found.Add(new DataFinding(PersonalDataKinds.Pattern, match.Index, match.Length, Name));
            // One match takes linear time, but all matches together can take quadratic time. Then the rest of the text is removed: nothing
            // that the pattern is for may stay.
            var end = match.Index + match.Length;
            if (end < text.Length && Stopwatch.GetElapsedTime(began) > Limit)
            {
                found.Add(new DataFinding(PersonalDataKinds.Pattern, end, text.Length - end, Name));
                break;
            }
        }
    }

    private static int Covered(Regex regex, string text)
    {
        var sum = 0;
        foreach (var match in regex.EnumerateMatches(text))
            sum += match.Length;
        return sum;
    }
}
