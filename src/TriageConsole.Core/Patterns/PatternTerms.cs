using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageConsole.Core.Patterns;

/// <summary>The terms of a pattern, ordered by attribute. They identify the pattern over time.</summary>
public sealed class PatternTerms
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Accepts the terms in any order.</summary>
    public PatternTerms(IEnumerable<NamedTerm> terms) =>
        Terms = [.. terms.OrderBy(t => t.Attribute, StringComparer.Ordinal).ThenBy(t => t.ValueWords, StringComparer.Ordinal)];

    /// <summary>The terms, ordered by attribute.</summary>
    public IReadOnlyList<NamedTerm> Terms { get; }

    /// <summary>Display name: the terms, joined by ∧.</summary>
    public string Name => string.Join(" ∧ ", Terms);

    /// <summary>32 hexadecimal digits, equal for equal terms.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())))[..32];

    /// <summary>Parses the output of <see cref="ToJson"/>.</summary>
    public static PatternTerms Parse(string json) => new(JsonSerializer.Deserialize<List<NamedTerm>>(json, Json)!);

    /// <summary>The terms as a JSON array.</summary>
    public string ToJson() => JsonSerializer.Serialize(Terms, Json);

    /// <summary>Whether the interaction satisfies all terms.</summary>
    public bool Holds(AttributeValues values)
    {
        foreach (var term in Terms)
            if (!term.Holds(values))
                return false;
        return true;
    }
}
