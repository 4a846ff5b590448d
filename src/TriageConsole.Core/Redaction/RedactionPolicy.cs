namespace TriageConsole.Core.Redaction;

/// <summary>What is redacted.</summary>
/// <param name="kinds">The standard kinds.</param>
/// <param name="patterns">The patterns of the tenant.</param>
public sealed class RedactionPolicy(PersonalDataKinds kinds, IReadOnlyList<TenantPattern> patterns)
{
    private static long numbers;

    /// <summary>The policy without settings.</summary>
    public static RedactionPolicy Standard { get; } = new(KindNames.Standard, []);

    /// <summary>Nothing is redacted.</summary>
    public static RedactionPolicy Off { get; } = new(PersonalDataKinds.None, []);

    /// <summary>The standard kinds.</summary>
    public PersonalDataKinds Kinds => kinds;

    /// <summary>The patterns of the tenant.</summary>
    public IReadOnlyList<TenantPattern> Patterns => patterns;

    /// <summary>A number of this instance. What one policy has searched is not known to another.</summary>
    public long Number { get; } = Interlocked.Increment(ref numbers);

    /// <summary>Whether anything is redacted.</summary>
    public bool IsOn => Kinds != PersonalDataKinds.None || Patterns.Count > 0;
}
