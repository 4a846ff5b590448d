using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>Finds what should have been redacted. Checked by its own check digits where it has any, so that an order number is no card.</summary>
public static partial class PersonalData
{
    /// <summary>What can be looked for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["email", "phone", "card", "iban"];

    /// <summary>What stands in the text, as (kind, value), each once.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="kinds">Some of <see cref="Kinds"/>; none: all.</param>
    public static IReadOnlyList<(string Kind, string Value)> Find(string text, IReadOnlyCollection<string>? kinds = null)
    {
        bool Wanted(string kind) => kinds is null || kinds.Count == 0 || kinds.Contains(kind);
        var found = new List<(string, string)>();
        if (Wanted("email")) found.AddRange(Email().Matches(text).Select(m => ("email", m.Value)));
        var ibans = Iban().Matches(text).Select(m => m.Value.Trim()).Select(LongestIban).OfType<string>().ToList();
        if (Wanted("iban")) found.AddRange(ibans.Select(i => ("iban", i)));
        var cards = Card().Matches(text).Select(m => m.Value).Where(IsCard).ToList();
        if (Wanted("card")) found.AddRange(cards.Select(c => ("card", c)));
        if (Wanted("phone")) found.AddRange(Phone().Matches(text).Where(m => IsPhone(text, m) && !cards.Exists(c => c.Contains(m.Value, StringComparison.Ordinal) || m.Value.Contains(c, StringComparison.Ordinal)) && !ibans.Exists(i => i.Contains(m.Value, StringComparison.Ordinal))).Select(m => ("phone", m.Value.Trim())));
        return [.. found.Distinct()];
    }

    /// <summary>H. P. Luhn, US patent 2,950,048, 1960; ISO/IEC 7812: 13 to 19 digits that sum to a multiple of ten, every second doubled.</summary>
    internal static bool IsCard(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToList();
        if (digits.Count is < 13 or > 19 || digits.TrueForAll(d => d == digits[0])) return false;
        var sum = 0;
        for (var i = 0; i < digits.Count; i++)
        {
            var digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 13616: the first four characters behind the rest, letters as 10 to 35, modulo 97 is 1.</summary>
    internal static bool IsIban(string text)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (plain.Length is < 15 or > 34) return false;
        var rest = 0;
        foreach (var c in plain[4..] + plain[..4]) rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        return rest == 1;
    }

    /// <summary>Words behind an IBAN in groups of four may look like more of it.</summary>
    private static string? LongestIban(string text)
    {
        for (var candidate = text; candidate.Length >= 15; candidate = candidate[..^1].TrimEnd())
            if (IsIban(candidate)) return candidate;
        return null;
    }

    /// <summary>Grouped like a phone number or with a plus: a bare run of digits may be any number; dates and addresses of machines are none.</summary>
    private static bool IsPhone(string text, Match match)
    {
        var value = match.Value.Trim();
        if (match.Index > 0 && (char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] is '.' or '-' or '/' or '_')) return false;
        var end = match.Index + match.Length;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) return false;
        var digits = value.Count(char.IsAsciiDigit);
        if (digits is < 8 or > 15 || NoPhone().IsMatch(value)) return false;
        return value[0] == '+' || (value[0] is '0' or '(' && digits >= 9) || Grouped().IsMatch(value);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b[A-Za-z]{2}[0-9]{2}( ?[A-Za-z0-9]{4}){2,7}( ?[A-Za-z0-9]{1,3})?\b", RegexOptions.NonBacktracking)]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[0-9](([ -]?[0-9]){12,18})\b", RegexOptions.NonBacktracking)]
    private static partial Regex Card();

    [GeneratedRegex(@"(\+|\(|\b)[0-9]([0-9 ()./-]{6,20})[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}( .*)?|[0-9]{1,3}(\.[0-9]{1,3}){3}.*|[1-9][0-9]{0,2}( [0-9]{3})+(\.[0-9]+)?|[0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex NoPhone();

    [GeneratedRegex(@"^\(?[0-9]{2,5}\)?([ ./-][0-9]{2,5}){2,4}$", RegexOptions.NonBacktracking)]
    private static partial Regex Grouped();
}
