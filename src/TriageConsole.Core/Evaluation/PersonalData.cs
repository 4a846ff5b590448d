using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Finds personal data that should have been redacted. Validates check digits if there are any, so that an order number is not a card
/// number.
/// </summary>
public static partial class PersonalData
{
    /// <summary>The kinds of personal data.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["email", "phone", "card", "iban"];

    /// <summary>Length of an IBAN by country, from the IBAN registry of SWIFT.</summary>
    private static readonly Dictionary<string, int> IbanLengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
        + "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
        + "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
        + "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    )
        .Split(' ')
        .ToDictionary(c => c[..2], c => int.Parse(c[2..], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>The distinct findings in the text, as (kind, value).</summary>
    /// <param name="text">Any text.</param>
    /// <param name="kinds">Some of <see cref="Kinds"/>; null or empty for all.</param>
    public static IReadOnlyList<(string Kind, string Value)> Find(string text, IReadOnlyCollection<string>? kinds = null)
    {
        bool Wanted(string kind) => kinds is null || kinds.Count == 0 || kinds.Contains(kind);
        var found = new List<(string, string)>();
        if (Wanted("email"))
            found.AddRange(Email().Matches(text).Select(m => ("email", m.Value)));
        if (!Wanted("iban") && !Wanted("card") && !Wanted("phone"))
            return [.. found.Distinct()];
        // Findings are overwritten, so that their digits are not matched again as another kind.
        var plain = Plain(text).ToCharArray();
        foreach (Match uuid in Uuid().Matches(new string(plain)))
            Overwrite(plain, uuid.Index, uuid.Length);
        foreach (Match match in Iban().Matches(new string(plain)))
        {
            if (LongestIban(match.Value) is not { } iban)
                continue;
            if (Wanted("iban"))
                found.Add(("iban", text.Substring(match.Index, iban.Length)));
            Overwrite(plain, match.Index, iban.Length);
        }

        foreach (var (index, length) in PaymentCards.Find(new string(plain)))
        {
            if (Wanted("card"))
                found.Add(("card", text.Substring(index, length)));
            Overwrite(plain, index, length);
        }

        var rest = new string(plain);
        if (Wanted("phone"))
            found.AddRange(
                Phone().Matches(rest).Where(m => IsPhone(rest, m)).Select(m => ("phone", text.Substring(m.Index, m.Length).Trim()))
            );
        return [.. found.Distinct()];
    }

    private static void Overwrite(char[] text, int index, int length) => Array.Fill(text, 'x', index, length);

    /// <summary>Digits of other scripts and non-breaking spaces and hyphens as ASCII; positions stay the same.</summary>
    private static string Plain(string text) =>
        System.Text.Ascii.IsValid(text)
            ? text
            : string.Create(
                text.Length,
                text,
                (to, from) =>
                {
                    for (var i = 0; i < to.Length; i++)
                    {
                        to[i] = from[i] switch
                        {
                            '\u00A0' or '\u2007' or '\u2009' or '\u202F' or '\u3000' => ' ',
                            '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\uFF0D' => '-',
                            '\uFF0E' => '.',
                            '\uFF0B' => '+',
                            // In scripts without spaces, letters around a number act like spaces.
                            var c when c > 127 && !char.IsSurrogate(c) && Words.IsWordAlone(new System.Text.Rune(c)) => ' ',
                            var c when c > 127 && char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
                            var c => c,
                        };
                    }
                }
            );

    /// <summary>
    /// ISO 13616: the length of the country is right, and the number is 1 modulo 97 after its first four characters are moved to the end
    /// and letters are replaced by 10 to 35.
    /// </summary>
    internal static bool IsIban(string text)
    {
        if (
            text.Length < 15
            || !IbanLengths.TryGetValue(text[..2].ToUpperInvariant(), out var length)
            || text.Count(char.IsAsciiLetterOrDigit) != length
        )
            return false;
        var plain = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        var rest = 0;
        foreach (var c in plain[4..] + plain[..4])
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        return rest == 1;
    }

    /// <summary>Words after an IBAN in groups of four can look like a part of it, so the longest valid prefix is used.</summary>
    private static string? LongestIban(string text)
    {
        for (var candidate = text; candidate.Length >= 15; candidate = candidate[..^1].TrimEnd(' ', '-'))
            if (IsIban(candidate))
                return candidate;
        return null;
    }

    /// <summary>
    /// Whether it is grouped like a phone number or has a plus. Digits without groups can be any number. Excludes dates and IP addresses.
    /// </summary>
    private static bool IsPhone(string text, Match match)
    {
        var value = match.Value.Trim();
        if (match.Index > 0 && (char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] is '.' or '-' or '/' or '_'))
            return false;
        var end = match.Index + match.Length;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            return false;
        var digits = value.Count(char.IsAsciiDigit);
        if (digits is < 8 or > 15 || OtherNumber().IsMatch(value))
            return false;
        return value[0] == '+' || (value[0] is '0' or '(' && digits >= 9) || Grouped().IsMatch(value);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b[A-Za-z]{2}[0-9]{2}([ -]?[A-Za-z0-9]{4}){2,7}([ -]?[A-Za-z0-9]{1,3})?\b")]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(\+|\(|\b)[0-9]([0-9 ()./-]{6,20})[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}( .*)?"
            + @"|[0-9]{1,3}(\.[0-9]{1,3}){3}.*|[1-9][0-9]{0,2}( [0-9]{3})+(\.[0-9]+)?|[0-9]+)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex OtherNumber();

    [GeneratedRegex(@"^\(?[0-9]{2,5}\)?([ ./-][0-9]{2,5}){2,4}$", RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();
}
