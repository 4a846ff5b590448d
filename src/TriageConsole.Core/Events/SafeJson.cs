using System.Globalization;
using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>Reads names and texts of JSON that others wrote, where half a surrogate pair makes the reader throw and NUL is refused by the database.</summary>
public static class SafeJson
{
    /// <summary>For what was composed of an event's parts: a part may stand one level deeper in it than it did in the event.</summary>
    public static JsonDocumentOptions Composed { get; } = new() { MaxDepth = EventReader.MaxDepth * 2 };

    /// <summary>The property's name; null where it is undecodable.</summary>
    /// <param name="property">The property.</param>
    public static string? Name(JsonProperty property)
    {
        try
        {
            return Storable(property.Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text; null where it is undecodable or the value is no text.</summary>
    /// <param name="value">The value.</param>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? Storable(value.GetString()!) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The value of the last property of that name, or null: undecodable names beside it do not matter.</summary>
    /// <param name="parent">An object.</param>
    /// <param name="name">The name.</param>
    public static JsonElement? Find(JsonElement parent, string name)
    {
        JsonElement? found = null;
        foreach (var property in parent.EnumerateObject())
            if (Name(property) == name)
                found = property.Value;
        return found;
    }

    /// <summary>JSON text in which every escape of half a surrogate pair (<c>\ud83d</c> alone) is one of U+FFFD instead, so that all of it can be read.</summary>
    /// <param name="json">JSON, also malformed.</param>
    public static string WithoutHalves(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase)) return json;
        var text = json.ToCharArray();
        // A backslash stands in strings only, and begins an escape there.
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') continue;
            if (Escaped(text, i) is not { } unit) i++;
            else if (char.IsHighSurrogate(unit) && Escaped(text, i + 6) is { } next && char.IsLowSurrogate(next)) i += 11;
            else
            {
                if (char.IsSurrogate(unit)) "fffd".CopyTo(text.AsSpan(i + 2));
                i += 5;
            }
        }

        return new string(text);
    }

    /// <summary>The UTF-16 unit that a <c>\uXXXX</c> at the place stands for.</summary>
    private static char? Escaped(ReadOnlySpan<char> text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;

    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
