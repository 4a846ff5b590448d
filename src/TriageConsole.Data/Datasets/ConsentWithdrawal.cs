namespace TriageConsole.Data.Datasets;

/// <summary>An end user who withdrew the consent to training. Their interactions are in no dataset from then on.</summary>
public sealed class ConsentWithdrawal
{
    public long TenantId { get; set; }

    /// <summary>The user id as it is stored with interactions.</summary>
    public required string UserId { get; set; }

    public DateTimeOffset At { get; set; }

    public required string RecordedBy { get; set; }
}
