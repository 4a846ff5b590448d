using System.Text.Json;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Features.Redaction;

/// <summary>The stored settings of redaction, of a tenant or of a workflow.</summary>
public sealed record RedactionDefinition
{
    public const int MaxRawDays = 365;

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The settings without a row.</summary>
    public static RedactionDefinition Standard { get; } = new();

    /// <summary>Whether texts are redacted at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Names of the kinds.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = KindNames.NamesOf(KindNames.Standard);

    public IReadOnlyList<PatternDefinition> Patterns { get; init; } = [];

    /// <summary>Whether the texts before redaction are stored, encrypted.</summary>
    public bool KeepRaw { get; init; }

    /// <summary>Days until a stored raw text is deleted.</summary>
    public int RawDays { get; init; } = 30;

    public static RedactionDefinition Parse(string json) => JsonSerializer.Deserialize<RedactionDefinition>(json, Snake) ?? Standard;

    public string ToJson() => JsonSerializer.Serialize(this, Snake);

    /// <summary>The policy. Stored patterns were checked when they were saved; one that is refused today is left out.</summary>
    public RedactionPolicy ToPolicy() =>
        !Enabled
            ? RedactionPolicy.Off
            : new RedactionPolicy(
                KindNames.Parse(Kinds),
                [.. Patterns.Select(p => TenantPattern.Parse(p.Name, p.Expression, out _)).OfType<TenantPattern>()]
            );
}
