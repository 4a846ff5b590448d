using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>
/// A division of traffic between the live release and candidates. A workflow has at most one running experiment. Only the shares of a
/// bandit change.
/// </summary>
public sealed class Experiment : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public ExperimentKind Kind { get; set; }

    public bool IsRunning { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public required string StartedBy { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string EndReason { get; set; } = "";

    public int RowVersion { get; set; }

    public List<ExperimentArm> Arms { get; set; } = [];
}
