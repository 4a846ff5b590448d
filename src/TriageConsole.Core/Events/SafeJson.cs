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

    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
