using System.Globalization;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Patterns;

/// <summary>A condition with names: attribute = value, or a number in the half-open range (above, up to].</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Value">The text value; null for a range of numbers.</param>
/// <param name="Above">Exclusive lower bound; null for none.</param>
/// <param name="UpTo">Inclusive upper bound; null for none.</param>
public sealed record NamedTerm(string Attribute, string? Value, double? Above = null, double? UpTo = null)
{
    /// <summary>Whether the interaction satisfies the condition.</summary>
    public bool Holds(AttributeValues values) =>
        Value is not null
            ? values.WordOf(Attribute) == Value
                || (values.NumberOf(Attribute) is { } exact && exact.ToString("R", CultureInfo.InvariantCulture) == Value)
            : values.NumberOf(Attribute) is { } number && (Above is null || number > Above) && (UpTo is null || number <= UpTo);

    /// <summary>The value as text: <c>DE</c>, <c>&gt; 480</c>, <c>120 – 480</c>.</summary>
    [JsonIgnore]
    public string ValueWords =>
        this switch
        {
            { Value: { } word } => word,
            { Above: { } low, UpTo: { } high } => $"{Short(low)} – {Short(high)}",
            { Above: { } low } => $"> {Short(low)}",
            { UpTo: { } high } => $"≤ {Short(high)}",
            _ => "any",
        };

    /// <summary>The form for sentences: <c>prompt version v3</c>, <c>length &gt; 480</c>.</summary>
    [JsonIgnore]
    public string Words => Value == InteractionAttributes.Present && IsPresence ? Attribute : $"{Attribute} {ValueWords}";

    /// <inheritdoc/>
    public override string ToString() =>
        Value is null ? $"{Attribute} {ValueWords}"
        : Value == InteractionAttributes.Present && IsPresence ? Attribute
        : $"{Attribute} = {ValueWords}";

    private bool IsPresence =>
        Attribute.StartsWith(InteractionAttributes.DocumentPrefix, StringComparison.Ordinal)
        || Attribute.StartsWith(InteractionAttributes.ToolPrefix, StringComparison.Ordinal);

    private static string Short(double number) =>
        number.ToString(Math.Abs(number) >= 1000 ? "#,0" : "0.###", CultureInfo.InvariantCulture).Replace(',', '\u202F');
}
