using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Normalises texts and splits them into user-perceived characters (such as a flag, a family emoji, or a letter with its marks).
/// </summary>
internal static class Graphemes
{
    /// <summary>The text in Unicode normalization form C, so that é has one representation. Unpaired surrogates become U+FFFD.</summary>
    public static string Composed(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text;
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // EnumerateRunes replaces invalid code units by U+FFFD.
            return string.Concat(text.EnumerateRunes().Select(r => r.ToString())).Normalize(NormalizationForm.FormC);
        }
    }

    /// <summary>The extended grapheme clusters (UAX #29) of the normalised text.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var composed = Composed(text);
        for (var at = 0; at < composed.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(composed, at);
            yield return composed.Substring(at, length);
            at += length;
        }
    }
}
