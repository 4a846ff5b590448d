using System.Collections.Frozen;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Words near a number that say what it is: "phone", "card", "order". The nearest word decides, before the number or right after it.
/// </summary>
internal static class ContextWords
{
    /// <summary>How far the search goes back, in characters and in words.</summary>
    private const int MaxChars = 60;
    private const int MaxWords = 8;
    private const int MaxDigitsBetween = 4;

    /// <summary>
    /// Words that say "phone" only if nothing but words of <see cref="Between"/> stands between them and the number: "call me at", but not
    /// "desk lamp".
    /// </summary>
    private static readonly FrozenSet<string> Near = Set(
        "mobile mobil cell cellular call called calling calls dial desk landline sms text texting message "
            + "messages reach registered handy portable "
            + "móvil movil celular gsm contact ring pager"
    );

    private static readonly FrozenSet<string> Between = Set(
        "number numbers no nr is are at on to via me us my him her them back the this following new old home work office direct under"
    );

    private const PersonalDataKinds Other = PersonalDataKinds.Pattern;

    private static readonly FrozenDictionary<string, PersonalDataKinds> Known = Dictionary(
        (
            PersonalDataKinds.Phone,
            "phone phones phonenumber telephone tel fax hotline whatsapp telefon telefonnummer rufnummer "
                + "téléphone telefono teléfono telefone "
                + "telemóvel telefoon telefonu numer telefonszám puhelin telefoni 电话 电话号码 手机 mobilephone cellphone telno phoneno voicemail"
        ),
        (
            PersonalDataKinds.Card,
            "card cards credit debit visa mastercard maestro amex creditcard cardnumber pan karte kreditkarte carte tarjeta"
        ),
        (PersonalDataKinds.UsSsn, "ssn social itin socialsecurity socialsecuritynumber taxpayer"),
        (
            PersonalDataKinds.NationalId,
            "license licence passport identity national nationalid personnummer fødselsnummer fodselsnummer cpr bsn pesel cpf dni nif nie "
                + "nhs steuer steuerid steuernummer idnr aadhaar sin tfn nir insurance ausweis personalausweis "
                + "reisepass permis driver drivers "
                + "tckn rrn medicare codice fiscale burgerservicenummer"
        ),
        (PersonalDataKinds.Ip, "ip ipv4 ipv6 host server"),
        (
            Other,
            "order orders invoice ticket tracking reference ref confirmation reservation booking flight serial part sku model version "
                + "release build account zip zipcode postal postcode page pages isbn issn case item product price amount total usd eur gbp "
                + "timestamp time date epoch year size count seed port doi patent article section chapter commit revision shipment lot "
                + "gift_card transaction payment batch policy claim user customer"
        )
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsNear = Near.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsBetween = Between.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    private static readonly FrozenDictionary<string, PersonalDataKinds>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What the nearest known word says: one kind, or a number of another kind (<see cref="PersonalDataKinds.Pattern"/>), or
    /// nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the number starts.</param>
    /// <param name="name">The name of the property of the text in its JSON; it stands before the text.</param>
    public static PersonalDataKinds Before(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> name)
    {
        var from = Math.Max(0, at - MaxChars);
        var kind = Nearest(text[from..at], MaxWords);
        return kind == PersonalDataKinds.None && from == 0 ? Nearest(name, MaxWords) : kind;
    }

    /// <summary>What the first word after the number says: "555 0142 (office)" has none, "555 0142 fax" has one.</summary>
    public static PersonalDataKinds After(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start < text.Length && start - end < 3 && text[start] is ' ' or '(' or ',' or '-')
            start++;
        var stop = start;
        while (stop < text.Length && stop - start < 12 && char.IsLetter(text[stop]))
            stop++;
        return text[start..stop] switch
        {
            var w when w.Equals("fax", StringComparison.OrdinalIgnoreCase) => PersonalDataKinds.Phone,
            var w when w.Equals("office", StringComparison.OrdinalIgnoreCase) => PersonalDataKinds.Phone,
            var w when w.Equals("mobile", StringComparison.OrdinalIgnoreCase) => PersonalDataKinds.Phone,
            var w when w.Equals("cell", StringComparison.OrdinalIgnoreCase) => PersonalDataKinds.Phone,
            _ => PersonalDataKinds.None,
        };
    }

    /// <summary>The last word of the text, if at most three other characters follow it; else empty.</summary>
    public static ReadOnlySpan<char> Last(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && text.Length - end < 4 && !char.IsLetter(text[end - 1]))
            end--;
        var start = end;
        while (start > 0 && end - start < 20 && char.IsLetter(text[start - 1]))
            start--;
        return text[start..end];
    }

    private static PersonalDataKinds Nearest(ReadOnlySpan<char> text, int words)
    {
        Span<char> lower = stackalloc char[32];
        var end = text.Length;
        var fallback = PersonalDataKinds.None;
        var isNear = true;
        for (var n = 0; n < words; n++)
        {
            // A word before another number is about that number.
            for (var digits = 0; end > 0 && !char.IsLetter(text[end - 1]); end--)
                if (char.IsAsciiDigit(text[end - 1]) && ++digits == MaxDigitsBetween)
                    return fallback;
            var start = end;
            while (start > 0 && IsPartOfWord(text, start, end))
                start--;
            if (start == end)
                break;
            var length = Math.Max(0, text[start..end].ToLowerInvariant(lower));
            if (length > 0 && lower[..length] is "id" or "ids")
                // "Tax id": the word before says which.
                fallback = Other;
            else if (length > 0 && Lookup.TryGetValue(lower[..length], out var kind))
                return kind;
            else if (isNear && IsNear.Contains(lower[..length]))
                return PersonalDataKinds.Phone;
            else if (lower[..length] is "number" && IsOwned(text[..start]))
                return PersonalDataKinds.Phone;
            isNear &= length > 0 && IsBetween.Contains(lower[..length]);
            end = start;
        }

        return fallback;
    }

    /// <summary>A word ends at an upper-case letter after a lower-case one, as in <c>phoneNumber</c>.</summary>
    private static bool IsPartOfWord(ReadOnlySpan<char> text, int start, int end) =>
        char.IsLetter(text[start - 1]) && !(start < end && char.IsUpper(text[start]) && char.IsLower(text[start - 1]));

    /// <summary>"My number is" means a phone number.</summary>
    private static bool IsOwned(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd();
        foreach (var word in (ReadOnlySpan<string>)["my", "your", "his", "her", "their", "our", "this", "following", "new", "old"])
            if (
                before.EndsWith(word, StringComparison.OrdinalIgnoreCase)
                && (before.Length == word.Length || !char.IsLetter(before[^(word.Length + 1)]))
            )
                return true;
        return false;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, PersonalDataKinds> Dictionary(params (PersonalDataKinds Kind, string Words)[] entries) =>
        entries
            .SelectMany(e => e.Words.Split(' ').Select(w => (w, e.Kind)))
            .ToFrozenDictionary(e => e.w, e => e.Kind, StringComparer.Ordinal);
}
