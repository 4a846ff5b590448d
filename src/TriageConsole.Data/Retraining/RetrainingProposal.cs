using TriageConsole.Core.Retraining;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Retraining;

/// <summary>A proposal to repair a pattern by training. A pattern has at most one that is not closed.</summary>
public sealed class RetrainingProposal : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long PatternId { get; set; }

    public RetrainingTrigger Trigger { get; set; }

    /// <summary>The numbers behind the trigger, or what the lead wrote.</summary>
    public required string Reason { get; set; }

    public RepairKind Repair { get; set; }

    /// <summary>Why this repair.</summary>
    public required string RepairReason { get; set; }

    public ProposalState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string ClosedBy { get; set; } = "";

    public string CloseReason { get; set; } = "";

    public int RowVersion { get; set; }
}
