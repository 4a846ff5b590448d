using System.Text.Json;

namespace TriageConsole.Core.Events;

/// <summary>
/// Reads names and texts of untrusted JSON. The .NET reader throws on an unpaired surrogate, and databases reject NUL.
/// </summary>
public static class SafeJson
{
    /// <summary>Options for JSON composed of parts of an event, where a part can be nested deeper than in the event.</summary>
    public static JsonDocumentOptions Composed { get; } = new() { MaxDepth = EventReader.MaxDepth * 2 };

    /// <summary>What is read from the open-ended parts of an interaction; empty if they are not a JSON object.</summary>
    /// <param name="context">Composed JSON, or null.</param>
    /// <param name="read">Reads the object, which is valid during the call only.</param>
    public static IReadOnlyList<T> ReadObject<T>(string? context, Func<JsonElement, IReadOnlyList<T>> read)
    {
        if (string.IsNullOrWhiteSpace(context))
            return [];
        try
        {
            using var document = JsonDocument.Parse(context, Composed);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The name of the property; null if it cannot be decoded.</summary>
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

    /// <summary>The text; null if it cannot be decoded, or if the value is not a string.</summary>
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

    /// <summary>The value of the last property with this name, or null. Ignores names that cannot be decoded.</summary>
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
