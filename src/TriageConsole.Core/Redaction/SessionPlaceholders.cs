using System.Globalization;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// The placeholders of one session: <c>[EMAIL_1]</c> for its first e-mail address, the same for the same value, so that a conversation
/// stays readable.
/// </summary>
/// <param name="earlier">The numbers that earlier parts of the session gave; null for a new session.</param>
public sealed class SessionPlaceholders(EarlierPlaceholders? earlier = null)
{
    private readonly OrderedDictionary<(string Word, string Value), int> numbers = [];
    private readonly HashSet<(string Word, string Value)> known = [];
    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);

    /// <summary>The values in the order in which they were found, with their numbers.</summary>
    public IReadOnlyList<KeyValuePair<(string Word, string Value), int>> Numbers => [.. numbers];

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => numbers.Count == 0;

    /// <summary>Whether an earlier part of the session has the value.</summary>
    /// <param name="value">Word of the placeholder and value.</param>
    public bool IsKnown((string Word, string Value) value) => known.Contains(value);

    /// <summary>The placeholder of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="value">Its characters.</param>
    public string Of(DataFinding finding, ReadOnlySpan<char> value)
    {
        var key = (Word: KindNames.Word(finding), Identity(finding.Kind, value));
        if (!numbers.TryGetValue(key, out var number))
        {
            if (earlier?.NumberOf(key.Word, key.Item2) is { } given)
            {
                number = given;
                known.Add(key);
            }
            else
            {
                number = (last.TryGetValue(key.Word, out var highest) ? highest : earlier?.Highest(key.Word) ?? 0) + 1;
                last[key.Word] = number;
            }

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
