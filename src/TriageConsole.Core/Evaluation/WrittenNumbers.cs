using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Parses numbers in text: 1,281, 1281 and 1 281 (with a non-breaking space) are equal; .5 is 0.5; 12 % is 12; digits of any script.
/// Decimal commas are not supported: 12,5 is 12 and 5.
/// </summary>
internal static partial class WrittenNumbers
{
    /// <summary>The numbers in order; a number too large for a double is infinite.</summary>
    public static IReadOnlyList<double> In(string text)
    {
        var plain = Plain(text);
        var numbers = new List<double>();
        foreach (Match match in Number().Matches(plain))
        {
            var raw = Grouping().Replace(match.Groups["number"].Value, "");
            var sign = match.Groups["sign"];
            // The hyphen of a range or a date (5-7) is not a sign.
            var isNegative = sign.Value == "-" && (sign.Index == 0 || !char.IsLetterOrDigit(plain[sign.Index - 1]));
            if (double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                numbers.Add(isNegative ? -number : number);
        }

        return numbers;
    }

    /// <summary>Digits, minus signs and separators of other scripts as ASCII.</summary>
    private static string Plain(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.Value switch
            {
                0x2212 or 0xFE63 or 0xFF0D => "-",
                0xFF0B => "+",
                0x066B or 0xFF0E => ".",
                0x066C or 0xFF0C => ",",
                0x2019 => "'",
                0x2009 or 0x202F => "\u00A0",
                _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber => ((int)Rune.GetNumericValue(rune)).ToString(
                    CultureInfo.InvariantCulture
                ),
                _ => rune.ToString(),
            };
            plain.Append(c);
        }

        return plain.ToString();
    }

    [GeneratedRegex(
        @"(?<sign>[-+])?\p{Sc}?(?<number>([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:\u00A0[0-9]{3})+(?![0-9])"
            + @"|[0-9]{1,3}(?:'[0-9]{3})+(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3}(?![0-9])|[0-9]+)"
            + @"(\.[0-9]+)?([eE][-+]?[0-9]+)?|(?<![\p{L}0-9.])\.[0-9]+([eE][-+]?[0-9]+)?)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Number();

    [GeneratedRegex("[,'\u00A0]")]
    private static partial Regex Grouping();
}
