using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Reads JSON as stored: messages, contexts, metadata. Everything that was once accepted can be read: unpaired surrogates and NUL become
/// U+FFFD, and the maximum depth is larger than that of any composed JSON.
/// </summary>
public static class StoredJson
{
    /// <summary>Maximum depth that is read or returned; ingest accepts much less.</summary>
    public const int MaxDepth = 1024;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The document, which the caller disposes; null if there is none or the text is not JSON.</summary>
    /// <param name="json">The stored text.</param>
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

    /// <summary>The value, independent of its document. A text that is not JSON becomes a JSON string. Null if there is none.</summary>
    /// <param name="json">The stored text.</param>
    public static JsonElement? Element(string? json)
    {
        if (json is null)
            return null;
        using var document = Parse(json);
        return document?.RootElement.Clone() ?? JsonSerializer.SerializeToElement(Texts.Storable(json));
    }

    /// <summary>The text with every unpaired surrogate and every NUL, escaped or not, replaced by U+FFFD.</summary>
    /// <param name="json">JSON, possibly malformed.</param>
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
                // An escape of one character, which can be another backslash.
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

    /// <summary>The UTF-16 code unit of the escape that starts here; null if there is none.</summary>
    private static char? Unit(char[] text, int at) =>
        at + 5 < text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
