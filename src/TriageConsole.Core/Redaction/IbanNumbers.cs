using System.Collections.Frozen;
using System.Globalization;

namespace TriageConsole.Core.Redaction;

/// <summary>International bank account numbers (ISO 13616): the length of the country, and the check of modulo 97.</summary>
internal static class IbanNumbers
{
    private const int Shortest = 15;

    /// <summary>Number of characters of the longest IBAN with a separator after each four.</summary>
    private const int MaxChars = 34 + 9;

    /// <summary>Length of an IBAN by country, from the IBAN registry of SWIFT.</summary>
    private static readonly FrozenDictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
        + "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
        + "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
        + "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    )
        .Split(' ')
        .ToFrozenDictionary(c => c[..2], c => int.Parse(c[2..], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByCountry = Lengths.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>The IBAN whose check digits stand at this place; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place of the first digit after the two letters of the country.</param>
    public static (int Start, int Length)? Find(ReadOnlySpan<char> text, int at)
    {
        if (at < 2 || at + 2 > text.Length || !char.IsAsciiDigit(text[at + 1]))
            return null;
        var start = at - 2;
        if (!char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || IsPartOfWord(text, start - 1))
            return null;
        Span<char> country = [char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1])];
        if (!ByCountry.TryGetValue(country, out var length))
            return null;
        Span<char> plain = stackalloc char[34];
        var (count, end) = (0, start);
        for (; count < length && end < text.Length && end - start < MaxChars; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end]))
                plain[count++] = char.ToUpperInvariant(text[end]);
            else if (text[end] is not (' ' or '-' or '.') || !char.IsAsciiLetterOrDigit(text[end - 1]))
                return null;
        }

        return count == length && !IsPartOfWord(text, end) && HasCheckDigits(plain[..length]) ? (start, end - start) : null;
    }

    /// <summary>
    /// Whether the number is 1 modulo 97 after its first four characters are moved to the end and letters are replaced by 10 to 35.
    /// </summary>
    internal static bool HasCheckDigits(ReadOnlySpan<char> plain)
    {
        if (plain.Length < Shortest)
            return false;
        var rest = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[(i + 4) % plain.Length];
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    private static bool IsPartOfWord(ReadOnlySpan<char> text, int at) =>
        at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
