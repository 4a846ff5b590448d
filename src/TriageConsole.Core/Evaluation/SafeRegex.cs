using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Regular expressions that people write, on texts that others wrote: matched in time linear in the text where the expression allows it
/// (RegexOptions.NonBacktracking), else under a short limit of time.
/// </summary>
internal static class SafeRegex
{
    /// <summary>Longest expression, characters.</summary>
    public const int MostChars = 2000;

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    /// <summary>What is wrong with the expression, or null.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > MostChars)
            return $"is longer than {MostChars} characters";
        try
        {
            Make(pattern, ignoreCase: false);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"is no regular expression: {Texts.Cut(e.Message, 200)}";
        }
    }

    /// <summary>What is wrong with an expression of ECMA-262, or null.</summary>
    public static string? EcmaProblem(string pattern)
    {
        if (pattern.Length > MostChars)
            return $"is longer than {MostChars} characters";
        try
        {
            MakeEcma(pattern);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"is no regular expression: it {Texts.Cut(e.Message, 200)}";
        }
    }

    /// <summary>One of ECMA-262, in .NET's words.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or asks for what is not known here.</exception>
    public static Regex MakeEcma(string pattern) => Make(EcmaRegex.Translate(pattern), ignoreCase: false);

    /// <summary>A match takes half a second at most: RegexMatchTimeoutException after that.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Make(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            // It looks around, refers back or repeats too often for an automaton.
            return new Regex(pattern, options, Limit);
        }
    }
}
