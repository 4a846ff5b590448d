using TriageConsole.Core.Retraining;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Retraining;

/// <summary>
/// An executor at work on a version of a dataset. The dataset, the method and the base identify it: the same three have one run that has
/// not failed.
/// </summary>
public sealed class RetrainingRun : IVersioned
{
    /// <summary>The allowed changes of the state. A check constraint in the database enforces the same.</summary>
    private static readonly Dictionary<RetrainingState, RetrainingState[]> Next = new()
    {
        [RetrainingState.Validating] = [RetrainingState.Queued, RetrainingState.Failed, RetrainingState.Cancelled],
        [RetrainingState.Queued] = [RetrainingState.Running, RetrainingState.Failed, RetrainingState.Cancelled],
        [RetrainingState.Running] = [RetrainingState.Succeeded, RetrainingState.Failed, RetrainingState.CancellationRequested],
        [RetrainingState.CancellationRequested] = [RetrainingState.Cancelled, RetrainingState.Failed],
        [RetrainingState.Succeeded] = [],
        [RetrainingState.Failed] = [],
        [RetrainingState.Cancelled] = [],
    };

    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ProposalId { get; set; }

    public RepairKind Repair { get; set; }

    /// <summary>The name of the executor in the configuration.</summary>
    public required string Executor { get; set; }

    public ExecutorKind Kind { get; set; }

    /// <summary>The executor and the repair: part of the identity.</summary>
    public required string Method { get; set; }

    public long DatasetVersionId { get; set; }

    /// <summary>The identity of the version of the dataset: SHA-256 over its rows.</summary>
    public required string Manifest { get; set; }

    /// <summary>The release whose components are improved.</summary>
    public long BaseReleaseId { get; set; }

    /// <summary>The component version that is improved.</summary>
    public long BaseComponentId { get; set; }

    public RetrainingState State { get; set; }

    /// <summary>The state before; null until the first change.</summary>
    public RetrainingState? PreviousState { get; set; }

    /// <summary>Why it failed, or what came out of it.</summary>
    public string Message { get; set; } = "";

    public long? StartedById { get; set; }

    /// <summary>The person, the API key or the console that started it.</summary>
    public required string StartedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the executor started first.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When an executor that is waited for has failed.</summary>
    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>When an instance looks at the run next.</summary>
    public DateTimeOffset NextStepAt { get; set; }

    public string? ClaimedBy { get; set; }

    /// <summary>After it, another instance can take over.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>Attempts of the current step that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>The id of the job at the service.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The last event of the service that was copied.</summary>
    public string? ExternalEvent { get; set; }

    /// <summary>SHA-256 of the token of the executor; null while none is valid.</summary>
    public string? TokenHash { get; set; }

    /// <summary>When the executor called back with its result. Later calls change nothing.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>The result that was received and waits to be registered.</summary>
    public string? Received { get; set; }

    /// <summary>How many rows the executor may have scored.</summary>
    public int MetricBudget { get; set; }

    public int MetricCalls { get; set; }

    /// <summary>The release that was made from the result.</summary>
    public long? ResultReleaseId { get; set; }

    public long? EvalRunId { get; set; }

    public int RowVersion { get; set; }

    public static bool IsLegal(RetrainingState from, RetrainingState to) => Next[from].Contains(to);

    public static bool IsEnd(RetrainingState state) => Next[state].Length == 0;

    internal static string LegalPairs =>
        string.Join(" OR ", Next.SelectMany(n => n.Value.Select(to => $"(previous_state = {(int)n.Key} AND state = {(int)to})")));
}
