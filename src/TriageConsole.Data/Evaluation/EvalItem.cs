namespace TriageConsole.Data.Evaluation;

/// <summary>One input with the data that it is compared with, as of the start of the run.</summary>
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

    /// <summary>The beginning of the input on one line.</summary>
    public string Preview { get; set; } = "";

    /// <summary>Event time of the interaction.</summary>
    public DateTimeOffset Timestamp { get; set; }

    public string? Input { get; set; }

    /// <summary>JSON array of {role, content}, as received.</summary>
    public string? Messages { get; set; }

    /// <summary>JSON array of the documents that were retrieved for the live output.</summary>
    public string? Documents { get; set; }

    /// <summary>JSON array of the documents that were retrieved for the candidate's output. Null: the same.</summary>
    public string? CandidateDocuments { get; set; }

    public string? ExpectedOutput { get; set; }

    /// <summary>JSON object criterion → expected answer.</summary>
    public string? ExpectedAnswers { get; set; }

    public string? LiveOutput { get; set; }

    /// <summary>The version that produced the live output.</summary>
    public string? LiveVersion { get; set; }

    public string? CandidateOutput { get; set; }

    public double? LatencyMs { get; set; }

    public EvalItemState State { get; set; }

    /// <summary>Why there is no output, or what could not be scored.</summary>
    public string? Error { get; set; }

    /// <summary>The combined result of the evaluators that count. Null: undecided.</summary>
    public bool? LivePass { get; set; }

    public bool? CandidatePass { get; set; }

    /// <summary>Mean score of the candidate − mean score of live, over evaluators that scored both. 0 if there are none.</summary>
    public double ScoreChange { get; set; }

    public List<EvalResult> Results { get; set; } = [];
}
