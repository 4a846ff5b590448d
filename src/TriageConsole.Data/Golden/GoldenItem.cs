using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Golden;

/// <summary>An interaction with known correct answers and an owner who is responsible for them.</summary>
public sealed class GoldenItem : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long OwnerId { get; set; }

    public GoldenProvenance Provenance { get; set; }

    /// <summary>The number of the current version.</summary>
    public int Number { get; set; }

    /// <summary>A locked item changes only through a new version with a reason.</summary>
    public bool IsLocked { get; set; }

    public int CadenceDays { get; set; }

    /// <summary>When the next review by the owner is due.</summary>
    public DateTimeOffset RefreshDueAt { get; set; }

    /// <summary>The number of hidden checks with the item since it was last confirmed.</summary>
    public int Exposures { get; set; }

    /// <summary>
    /// The maximum number of exposures. After that the item is not used for hidden checks until it is confirmed again, because labelers
    /// possibly know it.
    /// </summary>
    public int LeakBudget { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public string RetiredReason { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public int RowVersion { get; set; }

    public List<GoldenVersion> Versions { get; set; } = [];
}
