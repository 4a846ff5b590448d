using System.Globalization;
using System.Text;

namespace TriageConsole.Core.Evaluation;

/// <summary>Texts as people see them: composed alike, and cut into what looks like one character (a flag, a family of emoji, a letter with its marks).</summary>
internal static class Graphemes
{
    /// <summary>In Unicode's composed form (NFC): é is the same however it is written. Half a surrogate pair becomes U+FFFD.</summary>
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
            // EnumerateRunes puts U+FFFD in the place of what is no character.
            return string.Concat(text.EnumerateRunes().Select(r => r.ToString())).Normalize(NormalizationForm.FormC);
        }
    }

    /// <summary>Extended grapheme clusters (UAX #29) of the composed text.</summary>
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
