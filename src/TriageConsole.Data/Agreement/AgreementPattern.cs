namespace TriageConsole.Data.Agreement;

/// <summary>
/// The number of units (interactions, or turns of them) with the same counts of values. The day is that of their latest label.
/// </summary>
public sealed class AgreementPattern
{
    public long CriterionId { get; set; }

    public DateOnly Day { get; set; }

    /// <summary>The hash of the pattern, 32 hex digits. Patterns can be longer than an index key.</summary>
    public required string Hash { get; set; }

    /// <summary>"value:count value:count", in ascending order of value ids.</summary>
    public required string Pattern { get; set; }

    public long Items { get; set; }
}
