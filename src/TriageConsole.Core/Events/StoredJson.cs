using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Reads JSON that was stored as it came: messages, contexts, metadata. Whatever was once accepted can be read: half a surrogate pair and NUL become
/// U+FFFD, and the depth is that of what was composed, however deep.
/// </summary>
public static class StoredJson
{
    /// <summary>The deepest JSON that is read or answered; ingest takes far less.</summary>
    public const int MaxDepth = 1024;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The document, to be disposed; null where there is none or the text is no JSON.</summary>
    /// <param name="json">The text as stored.</param>
    public static JsonDocument? Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return null;
        try
        {
            return JsonDocument.Parse(Readable(json), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value, free of its document; a text that is no JSON as a JSON string; null where there is none.</summary>
    /// <param name="json">The text as stored.</param>
    public static JsonElement? Element(string? json)
    {
        if (json is null)
            return null;
        using var document = Parse(json);
        return document?.RootElement.Clone() ?? JsonSerializer.SerializeToElement(Texts.Storable(json));
    }

    /// <summary>The text with every half of a surrogate pair and every NUL replaced by U+FFFD, escaped or not, so that all of it can be read.</summary>
    /// <param name="json">JSON, also malformed.</param>
    public static string Readable(string json)
    {
        json = Texts.Storable(json);
        if (!json.Contains(@"\u", StringComparison.Ordinal))
            return json;
        var characters = json.ToCharArray();
        for (var at = 0; at < characters.Length - 1; at++)
        {
            if (characters[at] != '\\')
                continue;
            if (Unit(characters, at) is not { } unit)
            {
                // An escape of one character, which may be another backslash.
                at++;
                continue;
            }

            if (char.IsHighSurrogate(unit) && Unit(characters, at + 6) is { } low && char.IsLowSurrogate(low))
                at += 11;
            else
            {
                if (unit == '\0' || char.IsSurrogate(unit))
                    "fffd".CopyTo(characters.AsSpan(at + 2));
                at += 5;
            }
        }

        return new string(characters);
    }

    /// <summary>The UTF-16 unit of the escape that starts here; null where none does.</summary>
    private static char? Unit(char[] text, int at) =>
        at + 5 < text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
