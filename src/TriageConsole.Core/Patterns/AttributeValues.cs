namespace TriageConsole.Core.Patterns;

/// <summary>The attributes of one interaction, by name.</summary>
public sealed class AttributeValues : IAttributeSink
{
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> numbers = new(StringComparer.Ordinal);

    /// <summary>Reads all attributes.</summary>
    public static AttributeValues Of(in InteractionColumns columns, string? attributes)
    {
        var values = new AttributeValues();
        InteractionAttributes.Read(columns, attributes, values);
        return values;
    }

    /// <inheritdoc/>
    public void Word(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => words[name.ToString()] = value.ToString();

    /// <inheritdoc/>
    public void Number(ReadOnlySpan<char> name, double value) => numbers[name.ToString()] = value;

    /// <summary>The text value of an attribute, or null.</summary>
    public string? WordOf(string name) => words.GetValueOrDefault(name);

    /// <summary>The numeric value of an attribute, or null.</summary>
    public double? NumberOf(string name) => numbers.TryGetValue(name, out var number) ? number : null;
}
