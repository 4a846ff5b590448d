namespace TriageConsole.Core.Redaction;

/// <summary>The numbers that earlier parts of a session gave to values. Values are known by their keyed hash only.</summary>
/// <param name="numbers">Numbers by word of the placeholder and hash of the value.</param>
/// <param name="hash">The keyed hash of a value in the form of <see cref="SessionPlaceholders.Identity"/>.</param>
public sealed class EarlierPlaceholders(IReadOnlyDictionary<(string Word, string ValueHash), int> numbers, Func<string, string> hash)
{
    private readonly Dictionary<string, int> highest = numbers
        .GroupBy(n => n.Key.Word, n => n.Value, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Max(), StringComparer.Ordinal);

    /// <summary>The number of a value; null if the session did not have it.</summary>
    /// <param name="word">Word of the placeholder.</param>
    /// <param name="value">The value.</param>
    public int? NumberOf(string word, string value) =>
        highest.ContainsKey(word) && numbers.TryGetValue((word, hash(value)), out var number) ? number : null;

    /// <summary>The highest number of a word; 0 if it has none.</summary>
    /// <param name="word">Word of the placeholder.</param>
    public int Highest(string word) => highest.GetValueOrDefault(word);
}
