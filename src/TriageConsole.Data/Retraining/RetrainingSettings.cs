using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Retraining;

/// <summary>When a workflow is retrained. A workflow without a row has the defaults.</summary>
public sealed class RetrainingSettings : IVersioned
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    /// <summary>A severe pattern fails more often than this, 0 to 1.</summary>
    public double MinRate { get; set; } = 0.3;

    /// <summary>A severe pattern has more interactions than this.</summary>
    public int MinInteractions { get; set; } = 1000;

    /// <summary>A severe pattern has more than this share of the failures of the workflow, 0 to 1.</summary>
    public double MinShare { get; set; } = 0.5;

    /// <summary>A growing pattern has at least this many failures in the last seven days.</summary>
    public int MinFailures { get; set; } = 20;

    /// <summary>A growing pattern has more failures than in the week before by this share.</summary>
    public double Growth { get; set; } = 0.5;

    /// <summary>Enough new labels.</summary>
    public int MinLabels { get; set; } = 20;

    /// <summary>Whether a week without a proposal is a trigger, if there are new labels.</summary>
    public bool Weekly { get; set; } = true;

    /// <summary>After a proposal, its pattern triggers none for this time.</summary>
    public int QuietDays { get; set; } = 7;

    /// <summary>The days before a build whose interactions are training data.</summary>
    public int DatasetDays { get; set; } = 28;

    /// <summary>Whether a trigger starts the run by itself. Promotion still needs gates and approvals.</summary>
    public bool Autopilot { get; set; }

    /// <summary>The executor of runs that the console starts; empty for the first that can do the repair.</summary>
    public string Executor { get; set; } = "";

    /// <summary>The endpoint that generates the outputs when a result is evaluated. Null: a lead starts the evaluation.</summary>
    public long? EvaluationEndpointId { get; set; }

    public int RowVersion { get; set; }
}
