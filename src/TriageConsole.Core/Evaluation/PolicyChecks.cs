using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Checks for content that an output must not have.</summary>
internal static class PolicyChecks
{
    public static EvalReading Terms(Evaluator e, EvalCase item)
    {
        var output = Graphemes.Composed(item.Output);
        var found = e.Texts("terms").Where(t => HasWord(output, Graphemes.Composed(t.Trim()), TextChecks.Comparison(e))).ToList();
        return EvalReading.Of(found.Count == 0, found.Count == 0 ? "None of the terms was found." : $"Found: {TextChecks.List(found)}.");
    }

    public static EvalReading Patterns(EvalCase item, IReadOnlyList<Regex> patterns)
    {
        var found = new List<string>();
        foreach (var pattern in patterns)
        {
            try
            {
                if (pattern.Match(item.Output) is { Success: true } match)
                    found.Add(match.Value.Length > 0 ? match.Value : pattern.ToString());
            }
            catch (RegexMatchTimeoutException)
            {
                return EvalReading.Failed($"The expression {Texts.Cut(pattern.ToString(), 100)} takes too long on this text.");
            }
        }

        return EvalReading.Of(
            found.Count == 0,
            found.Count == 0 ? "None of the expressions matches." : $"Found: {TextChecks.List(found)}."
        );
    }

    /// <summary>Whether the text contains the term outside longer words: the term "ass" is not in "passport".</summary>
    private static bool HasWord(string text, string term, StringComparison how)
    {
        for (var at = text.IndexOf(term, how); at >= 0; at = at + 1 < text.Length ? text.IndexOf(term, at + 1, how) : -1)
        {
            var end = at + term.Length;
            var begins = at == 0 || !IsInWord(text[at - 1]) || !IsInWord(term[0]);
            var ends = end >= text.Length || !IsInWord(text[end]) || !IsInWord(term[^1]);
            if (begins && ends)
                return true;
        }

        return false;
    }

    /// <summary>In scripts without spaces, a word can start and end at any character.</summary>
    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && !Words.IsWordAlone(new System.Text.Rune(c));
}
