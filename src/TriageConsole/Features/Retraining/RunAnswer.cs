namespace TriageConsole.Features.Retraining;

/// <summary>A run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Proposal">Id of the proposal.</param>
/// <param name="Repair">prompt, retrieval or fine_tune.</param>
/// <param name="Executor">The name of the executor.</param>
/// <param name="Kind">command, webhook or fine_tuning.</param>
/// <param name="State">validating, queued, running, succeeded, failed, cancellation_requested or cancelled.</param>
/// <param name="Message">Why it failed, or what came out of it.</param>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="DatasetVersion">Number of its version.</param>
/// <param name="Manifest">Identity of the version.</param>
/// <param name="BaseRelease">The release that is improved.</param>
/// <param name="StartedBy">Who started it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="MetricBudget">How many rows its executor may have scored.</param>
/// <param name="MetricCalls">How many it has had scored.</param>
/// <param name="Release">The release that was made from the result.</param>
/// <param name="Evaluation">Id of the evaluation of that release.</param>
public sealed record RunAnswer(
    long Id,
    long Proposal,
    string Repair,
    string Executor,
    string Kind,
    string State,
    string Message,
    string Dataset,
    int DatasetVersion,
    string Manifest,
    string BaseRelease,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    int MetricBudget,
    int MetricCalls,
    string? Release,
    long? Evaluation
)
{
    internal static RunAnswer Of(RunRow r) =>
        new(
            r.Id,
            r.ProposalId,
            RetrainingWords.Key(r.Repair),
            r.Executor,
            RetrainingWords.Key(r.Kind),
            RetrainingWords.Key(r.State),
            r.Message,
            r.Dataset,
            r.DatasetNumber,
            r.Manifest,
            r.BaseRelease,
            r.StartedBy,
            r.CreatedAt,
            r.FinishedAt,
            r.MetricBudget,
            r.MetricCalls,
            r.ResultRelease,
            r.EvalRunId
        );
}
