using System.Globalization;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// The placeholders of one session: <c>[EMAIL_1]</c> for its first e-mail address, the same for the same value, so that a conversation
/// stays
/// readable.
/// </summary>
public sealed class SessionPlaceholders
{
    private readonly OrderedDictionary<(string Word, string Value), int> numbers = [];
    private readonly HashSet<(string Word, string Value)> known = [];
    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);

    /// <summary>The values in the order in which they were found, with their numbers.</summary>
    public IReadOnlyList<KeyValuePair<(string Word, string Value), int>> Numbers => [.. numbers];

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => numbers.Count == 0;

    /// <summary>Sets the number of a value that an earlier part of the session has.</summary>
    /// <param name="word">Word of the placeholder.</param>
    /// <param name="value">Value in the form of <see cref="Identity"/>.</param>
    /// <param name="number">Its number.</param>
    public void Know(string word, string value, int number)
    {
        numbers[(word, value)] = number;
        known.Add((word, value));
    }

    /// <summary>Whether an earlier part of the session has the value.</summary>
    /// <param name="value">Word of the placeholder and value.</param>
    public bool IsKnown((string Word, string Value) value) => known.Contains(value);

    /// <summary>Sets the highest number of a kind that is taken in the session.</summary>
    /// <param name="word">Word of the placeholder.</param>
    /// <param name="number">The number.</param>
    public void Take(string word, int number) => last[word] = Math.Max(number, last.GetValueOrDefault(word));

    /// <summary>The placeholder of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="value">Its characters.</param>
    public string Of(DataFinding finding, ReadOnlySpan<char> value)
    {
        var key = (Word: KindNames.Word(finding), Identity(finding.Kind, value));
        if (!numbers.TryGetValue(key, out var number))
        {
            number = last.GetValueOrDefault(key.Word) + 1;
            last[key.Word] = number;
            numbers[key] = number;
        }

        return string.Create(CultureInfo.InvariantCulture, $"[{key.Word}_{number}]");
    }

    /// <summary>The value without differences of writing: spaces and hyphens in numbers, letter case, invisible characters.</summary>
    /// <param name="kind">Kind of the value.</param>
    /// <param name="value">Its characters.</param>
    public static string Identity(PersonalDataKinds kind, ReadOnlySpan<char> value)
    {
        var plain = PlainText.Of(value).Text;
        if (kind is PersonalDataKinds.Email or PersonalDataKinds.Url or PersonalDataKinds.Ip)
            return plain.ToString().ToLowerInvariant();
        if (
            kind
            is not (
                PersonalDataKinds.Phone
                or PersonalDataKinds.Card
                or PersonalDataKinds.Iban
                or PersonalDataKinds.UsSsn
                or PersonalDataKinds.NationalId
            )
        )
            return plain.ToString();
        Span<char> kept = stackalloc char[Math.Min(plain.Length, 256)];
        var length = 0;
        foreach (var c in plain)
            if (char.IsAsciiLetterOrDigit(c) && length < kept.Length)
                kept[length++] = char.ToUpperInvariant(c);
        return kept[..length].ToString();
    }
}
