using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Regular expressions of users on texts of others. Matching takes time linear in the length of the text if the expression allows it
/// (RegexOptions.NonBacktracking); otherwise it has a short time limit. Both limits are of the clock, so they allow for a busy machine.
/// </summary>
internal static class SafeRegex
{
    /// <summary>Maximum length of an expression in characters.</summary>
    public const int MaxChars = 2000;

    private static readonly TimeSpan LinearLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromSeconds(2);

    /// <summary>The problem of the expression, or null.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > MaxChars)
            return $"is longer than {MaxChars} characters";
        try
        {
            Make(pattern, ignoreCase: false);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"is not a valid regular expression: {Texts.Cut(e.Message, 200)}";
        }
    }

    /// <summary>The problem of an expression of ECMA-262, or null.</summary>
    public static string? EcmaProblem(string pattern)
    {
        if (pattern.Length > MaxChars)
            return $"is longer than {MaxChars} characters";
        try
        {
            MakeEcma(pattern);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"is not a valid regular expression: it {Texts.Cut(e.Message, 200)}";
        }
    }

    /// <summary>Compiles an expression of ECMA-262 as one of .NET.</summary>
    /// <exception cref="ArgumentException">It is not a valid regular expression, or uses an unsupported feature.</exception>
    public static Regex MakeEcma(string pattern) => Make(EcmaRegex.Translate(pattern), ignoreCase: false);

    /// <summary>
    /// Compiles an expression. A match takes at most ten seconds, with backtracking two, and then throws RegexMatchTimeoutException.
    /// </summary>
    /// <exception cref="ArgumentException">It is not a valid regular expression.</exception>
    public static Regex Make(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, LinearLimit);
        }
        catch (NotSupportedException)
        {
            // Lookarounds, backreferences and large repetitions need backtracking.
            return new Regex(pattern, options, BacktrackingLimit);
        }
    }
}
