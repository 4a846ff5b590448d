using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageConsole.Core.Telemetry;

/// <summary>Attributes by name. Values are JSON: texts, numbers, booleans, arrays and objects.</summary>
public sealed class TelemetryAttributes
{
    private readonly Dictionary<string, JsonNode?> values = new(StringComparer.Ordinal);

    /// <summary>Names and values.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> All => values;

    /// <summary>The number of attributes.</summary>
    public int Count => values.Count;

    /// <summary>Sets an attribute; of two with the same name the later one counts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, JsonNode? value) => values[name] = value;

    /// <summary>Whether an attribute has this name.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Whether the name of an attribute starts with this.</summary>
    /// <param name="prefix">The beginning.</param>
    public bool HasPrefix(string prefix) => values.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The first of these attributes that has a value, as text. Structured values become JSON.</summary>
    /// <param name="names">The names, the preferred one first.</param>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && JsonValues.Text(value) is { Length: > 0 } text)
                return text;
        return null;
    }

    /// <summary>The first of these attributes that is a finite number, also if it was sent as text.</summary>
    /// <param name="names">The names, the preferred one first.</param>
    public double? Number(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && JsonValues.Number(value) is { } number)
                return number;
        return null;
    }

    /// <summary>The first of these attributes that is an array or object, also if it was sent as JSON text.</summary>
    /// <param name="names">The names, the preferred one first.</param>
    public JsonNode? Structure(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (values.TryGetValue(name, out var value) && JsonValues.Structure(value) is { } structure)
                return structure;
        return null;
    }

    /// <summary>
    /// The attributes below a prefix as one value: <c>a.0.role</c> and <c>a.0.content</c> below <c>a.</c> are an array with one object.
    /// Null if there are none.
    /// </summary>
    /// <param name="prefix">The beginning of the names, with its dot.</param>
    public JsonNode? Tree(string prefix)
    {
        AttributeBranch? root = null;
        foreach (var (name, value) in values)
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal))
                (root ??= new AttributeBranch()).Add(name.AsSpan(prefix.Length), value);
        return root?.ToJson();
    }

    /// <summary>The numbered attributes below a prefix as an array, without other names below it. Null if there are none.</summary>
    /// <param name="prefix">The beginning of the names, with its dot.</param>
    public JsonArray? Numbered(string prefix)
    {
        AttributeBranch? root = null;
        foreach (var (name, value) in values)
            if (name.Length > prefix.Length && char.IsAsciiDigit(name[prefix.Length]) && name.StartsWith(prefix, StringComparison.Ordinal))
                (root ??= new AttributeBranch()).Add(name.AsSpan(prefix.Length), value);
        return root?.ToJson() as JsonArray;
    }

    /// <summary>Serializes values without unnecessary escapes.</summary>
    internal static JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
}
