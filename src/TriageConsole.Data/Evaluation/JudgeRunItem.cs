namespace TriageConsole.Data.Evaluation;

/// <summary>One interaction of a run of a judge.</summary>
public sealed class JudgeRunItem
{
    public long RunId { get; set; }

    public long InteractionId { get; set; }

    public bool IsDone { get; set; }

    /// <summary>JSON of the answers to a suggested prompt. The answers of a calibration are labels.</summary>
    public string? Answers { get; set; }

    /// <summary>Why there is no valid answer.</summary>
    public string? Error { get; set; }
}
