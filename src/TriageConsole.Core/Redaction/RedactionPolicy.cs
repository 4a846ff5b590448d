namespace TriageConsole.Core.Redaction;

/// <summary>What is redacted.</summary>
/// <param name="Kinds">The standard kinds.</param>
/// <param name="Patterns">The patterns of the tenant.</param>
public sealed record RedactionPolicy(PersonalDataKinds Kinds, IReadOnlyList<TenantPattern> Patterns)
{
    /// <summary>The policy without settings.</summary>
    public static RedactionPolicy Standard { get; } = new(KindNames.Standard, []);

    /// <summary>Nothing is redacted.</summary>
    public static RedactionPolicy Off { get; } = new(PersonalDataKinds.None, []);

    /// <summary>Whether anything is redacted.</summary>
    public bool IsOn => Kinds != PersonalDataKinds.None || Patterns.Count > 0;
}
