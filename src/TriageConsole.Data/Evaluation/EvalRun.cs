using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Evaluation;

public enum EvalState
{
    Queued = 0,
    Running = 1,
    Finished = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>Where a candidate's outputs come from.</summary>
public enum EvalSource
{
    /// <summary>They came with the request.</summary>
    File = 0,

    /// <summary>An OpenAI-compatible endpoint is asked.</summary>
    Endpoint = 1,

    /// <summary>Shadow traffic of the candidate.</summary>
    Shadow = 2,
}

/// <summary>
/// A candidate release scored on the golden set and on a sample of recent traffic. What is scored, and by what, is frozen when it starts:
/// the same run again from what is stored gives the same results.
/// </summary>
public sealed class EvalRun : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>What was live when it started; null where nothing was.</summary>
    public long? BaselineId { get; set; }

    public EvalState State { get; set; }

    public EvalSource Source { get; set; }

    /// <summary>JSON of what it was started with, and of what was known then: sampling, generation, the standing of judges.</summary>
    public required string Settings { get; set; }

    public long RubricVersionId { get; set; }

    public long EvaluatorSetId { get; set; }

    /// <summary>The endpoint that is asked for outputs.</summary>
    public long? EndpointId { get; set; }

    /// <summary>The run whose frozen items it scores anew.</summary>
    public long? RescoreOfId { get; set; }

    public long? StartedById { get; set; }

    /// <summary>The person, or the key of the pipeline, that started it.</summary>
    public required string StartedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int Total { get; set; }

    /// <summary>Items worked off, also those that failed.</summary>
    public int Done { get; set; }

    /// <summary>Items without an output, or that an evaluator could not judge.</summary>
    public int Failed { get; set; }

    /// <summary>Until when the instance that works on it has it for itself; another takes it over after that.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public string? ClaimedBy { get; set; }

    /// <summary>How often an instance began to work on it since an item was last done. Too many, and it ends as failed.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>SHA-256, lower-case hex, over the frozen items in their order and the versions they are scored by.</summary>
    public required string InputHash { get; set; }

    /// <summary>JSON of the figures, once finished.</summary>
    public string? Summary { get; set; }

    /// <summary>In words: what was left out at the start, why it failed.</summary>
    public string Message { get; set; } = "";

    public int RowVersion { get; set; }

    public List<EvalItem> Items { get; set; } = [];
}

public enum EvalItemState
{
    /// <summary>Its output is still to be asked for.</summary>
    Waiting = 0,

    /// <summary>Its output is there, to be scored.</summary>
    Answered = 1,

    Scored = 2,

    /// <summary>There is no output: why stands in the error.</summary>
    Failed = 3,
}

/// <summary>One input with everything that is held against it, as it was when the run started.</summary>
public sealed class EvalItem
{
    public long Id { get; set; }

    public long RunId { get; set; }

    public int Ordinal { get; set; }

    public long? GoldenItemId { get; set; }

    public int? GoldenNumber { get; set; }

    public bool IsLocked { get; set; }

    public long InteractionId { get; set; }

    public required string TraceId { get; set; }

    public required string TaskId { get; set; }

    public string? InputHash { get; set; }

    /// <summary>The first characters of the input on one line.</summary>
    public string Preview { get; set; } = "";

    /// <summary>Event time of the interaction.</summary>
    public DateTimeOffset Timestamp { get; set; }

    public string? Input { get; set; }

    /// <summary>JSON array of {role, content}, as sent.</summary>
    public string? Messages { get; set; }

    /// <summary>JSON array of what was retrieved for the live output.</summary>
    public string? Documents { get; set; }

    /// <summary>JSON array of what was retrieved for the candidate's; null: the same.</summary>
    public string? CandidateDocuments { get; set; }

    public string? ExpectedOutput { get; set; }

    /// <summary>JSON object criterion → expected answer.</summary>
    public string? ExpectedAnswers { get; set; }

    public string? LiveOutput { get; set; }

    /// <summary>Which version gave the live output.</summary>
    public string? LiveVersion { get; set; }

    public string? CandidateOutput { get; set; }

    public double? LatencyMs { get; set; }

    public EvalItemState State { get; set; }

    /// <summary>Why there is no output, or what could not be judged.</summary>
    public string? Error { get; set; }

    /// <summary>What the evaluators that count say together; null: undecided.</summary>
    public bool? LivePass { get; set; }

    public bool? CandidatePass { get; set; }

    /// <summary>Mean score of the candidate − that of live, over evaluators that scored both; 0 where none did.</summary>
    public double ScoreChange { get; set; }

    public List<EvalResult> Results { get; set; } = [];
}

public enum EvalSide
{
    Live = 0,
    Candidate = 1,
}

public enum EvalResultKind
{
    NotApplicable = 0,
    Pass = 1,
    Fail = 2,
    Error = 3,
}

/// <summary>What one evaluator said of one output.</summary>
public sealed class EvalResult
{
    public long ItemId { get; set; }

    public EvalSide Side { get; set; }

    public required string Evaluator { get; set; }

    public EvalResultKind Kind { get; set; }

    /// <summary>0..1, more is better; null where it is only yes or no.</summary>
    public double? Score { get; set; }

    /// <summary>In words: what it rests on.</summary>
    public string Evidence { get; set; } = "";
}
