using System.Numerics;
using System.Text;
using TriageConsole.Core.Common;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Redacts the texts of one event. Structured text is redacted inside: JSON, JSON in strings of JSON, and query values of URLs. What
/// remains is valid JSON if it was valid before.
/// </summary>
/// <param name="policy">What is redacted.</param>
/// <param name="placeholders">The placeholders of the session.</param>
public sealed class TextRedactor(RedactionPolicy policy, SessionPlaceholders placeholders)
{
    /// <summary>No finding is shorter.</summary>
    private const int Shortest = 5;

    /// <summary>JSON in strings of JSON is read to this depth; deeper levels are redacted as plain text.</summary>
    private const int MaxNesting = 16;

    /// <summary>
    /// The strings of an array of messages in an attribute of a span are one level deep. Deeper ones are known by the text around them.
    /// </summary>
    private const int MaxKnownNesting = 1;

    private readonly List<DataFinding> found = [];
    private readonly SortedSet<string> flags = new(StringComparer.Ordinal);

    /// <summary>The names of the kinds that were found.</summary>
    public IReadOnlyCollection<string> Flags => flags;

    /// <summary>Replaces a key that looks like personal data; null leaves keys alone. Applies to fields of the contract in JSON.</summary>
    public Func<string, string>? HashKey { get; init; }

    /// <summary>
    /// Whether words alone are never found: neither names of persons nor patterns of the tenant are searched. Passwords are the exception.
    /// </summary>
    internal bool FindsNoWords { get; } = !policy.Kinds.HasFlag(PersonalDataKinds.Name) && policy.Patterns.Count == 0;

    /// <summary>The redacted text; the same instance if nothing was found.</summary>
    /// <param name="text">A text, or null.</param>
    /// <param name="name">Name of the field or property.</param>
    public string? Text(string? text, string name = "") => text is null ? null : Replaced(text, name, 0) ?? text;

    /// <summary>The redacted JSON; the same instance if nothing was found. A text that is not JSON is redacted as plain text.</summary>
    /// <param name="json">JSON, or null.</param>
    public string? Json(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return json;
        return new JsonRedaction(this, 0).Redact(Encoding.UTF8.GetBytes(json), out var redacted)
            ? redacted is { } bytes
                ? Encoding.UTF8.GetString(bytes.Span)
                : json
            : Text(json);
    }

    /// <summary>The redacted JSON; the same memory if nothing was found. JSON that cannot be read is redacted as a text.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    public ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> json)
    {
        if (new JsonRedaction(this, 0).Redact(json, out var redacted))
            return redacted ?? json;
        var text = Encoding.UTF8.GetString(json.Span);
        return Replaced(text, "", MaxNesting) is { } replaced ? Encoding.UTF8.GetBytes(replaced) : json;
    }

    /// <summary>The key by which a string of JSON is known if nothing is found in it; null if it is not to be remembered.</summary>
    /// <param name="text">The string as it stands in the JSON.</param>
    /// <param name="name">Name of its property.</param>
    /// <param name="nesting">How many texts of JSON are around it.</param>
    internal UInt128? KeyOf(ReadOnlySpan<byte> text, ReadOnlySpan<char> name, int nesting) =>
        HashKey is null && nesting <= MaxKnownNesting ? KnownTexts.KeyOf(policy, name, nesting, text) : null;

    /// <summary>The text with placeholders; null if nothing was found.</summary>
    internal string? Replaced(ReadOnlySpan<char> text, ReadOnlySpan<char> name, int nesting)
    {
        if (text.Length < Shortest)
            return null;
        // What is JSON is searched inside only: its values with the names before them.
        if (nesting < MaxNesting && LooksLikeJson(text) && Inside(text, nesting, out var inside))
            return inside;
        return PersonalDataFinder.Find(text, policy.Kinds, name, policy.Patterns, found) ? WithPlaceholders(text) : null;
    }

    /// <summary>Redacts UTF-8 text that can be JSON. False if it is not JSON.</summary>
    internal bool TryInside(ReadOnlyMemory<byte> text, int nesting, out string? redacted)
    {
        redacted = null;
        if (nesting >= MaxNesting || !LooksLikeJson(text.Span) || !new JsonRedaction(this, nesting + 1).Redact(text, out var inside))
            return false;
        redacted = inside is { } changed ? Encoding.UTF8.GetString(changed.Span) : null;
        return true;
    }

    private string WithPlaceholders(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var finding in found)
        {
            result.Append(text[at..finding.Start]);
            result.Append(placeholders.Of(finding, text.Slice(finding.Start, finding.Length)));
            flags.Add(KindNames.Flag(finding));
            at = finding.End;
        }

        return result.Append(text[at..]).ToString();
    }

    /// <summary>Redacts a text that is JSON. False if it is not.</summary>
    private bool Inside(ReadOnlySpan<char> text, int nesting, out string? redacted)
    {
        var bytes = Buffers.Rent<byte>(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return TryInside(bytes.AsMemory(0, Encoding.UTF8.GetBytes(text, bytes)), nesting, out redacted);
        }
        finally
        {
            Buffers.Return(bytes);
        }
    }

    /// <summary>
    /// A cheap check before the text is parsed, because an error of the parser is expensive. Texts such as "[tool_call] f()" and
    /// "[Documentation](address)" are frequent.
    /// </summary>
    private static bool LooksLikeJson<T>(ReadOnlySpan<T> text)
        where T : struct, IBinaryInteger<T>
    {
        var (from, to) = (0, text.Length);
        while (from < to && IsSpace(text[from]))
            from++;
        while (to > from && IsSpace(text[to - 1]))
            to--;
        var second = from + 1;
        while (second < to && IsSpace(text[second]))
            second++;
        if (second >= to)
            return false;
        var next = (char)ushort.CreateTruncating(text[second]);
        return ((char)ushort.CreateTruncating(text[from]), (char)ushort.CreateTruncating(text[to - 1])) switch
        {
            ('{', '}') => next is '"' or '}',
            ('[', ']') => next is '{' or '[' or '"' or ']' or '-' || char.IsAsciiDigit(next),
            ('"', '"') => text[from..to].Contains(T.CreateTruncating((ushort)'\\')),
            _ => false,
        };
    }

    private static bool IsSpace<T>(T c)
        where T : struct, IBinaryInteger<T> => (char)ushort.CreateTruncating(c) is ' ' or '\n' or '\r' or '\t';
}
