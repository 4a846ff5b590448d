using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Evaluation;

/// <summary>
/// An offline evaluation of a release on the golden set and on a sample of recent traffic. The items and evaluators are frozen when the run
/// starts, so a rerun from the stored data gives the same results.
/// </summary>
public sealed class EvalRun : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>The release that was live at the start. Null if there was none.</summary>
    public long? BaselineId { get; set; }

    public EvalState State { get; set; }

    public EvalSource Source { get; set; }

    /// <summary>JSON of the settings and the state at the start: sampling, generation, trust of judges.</summary>
    public required string Settings { get; set; }

    public long RubricVersionId { get; set; }

    public long EvaluatorSetId { get; set; }

    /// <summary>The endpoint that generates the outputs.</summary>
    public long? EndpointId { get; set; }

    /// <summary>The run whose frozen items this run scores again.</summary>
    public long? RescoreOfId { get; set; }

    public long? StartedById { get; set; }

    /// <summary>The person or the API key that started the run.</summary>
    public required string StartedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int Total { get; set; }

    /// <summary>The number of processed items, including failed ones.</summary>
    public int Done { get; set; }

    /// <summary>The number of items without an output or that an evaluator could not score.</summary>
    public int Failed { get; set; }

    /// <summary>The end of the claim of the instance that processes the run. After it, another instance can take over.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public string? ClaimedBy { get; set; }

    /// <summary>How often an instance began to work on it since an item was last done. Too many, and it ends as failed.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>SHA-256 (lower-case hex) over the frozen items in order and the versions that score them.</summary>
    public required string InputHash { get; set; }

    /// <summary>JSON of the results. Null until the run is finished.</summary>
    public string? Summary { get; set; }

    /// <summary>A message: what was excluded at the start, or why the run failed.</summary>
    public string Message { get; set; } = "";

    public int RowVersion { get; set; }

    public List<EvalItem> Items { get; set; } = [];
}
