namespace TriageConsole.Data.Agreement;

/// <summary>An answer value with its short id.</summary>
public sealed class AgreementValue
{
    public const int MaxLength = 200;

    public long Id { get; set; }

    public long CriterionId { get; set; }

    public required string Value { get; set; }
}
