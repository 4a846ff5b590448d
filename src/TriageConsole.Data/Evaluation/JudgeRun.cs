using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Evaluation;

/// <summary>
/// A judge answers interactions that experts labeled: to calibrate a version of the judge, or to try a suggested prompt on held-out tasks.
/// </summary>
public sealed class JudgeRun : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    /// <summary>The version that is calibrated, or that the suggestion is compared with.</summary>
    public long JudgeVersionId { get; set; }

    /// <summary>The judge's labeler id: one run of a judge is open at a time.</summary>
    public required string Judge { get; set; }

    /// <summary>The evaluator as JSON when the run started.</summary>
    public required string Evaluator { get; set; }

    /// <summary>The instructions that are tried; null for a calibration.</summary>
    public string? SuggestedPrompt { get; set; }

    public EvalState State { get; set; }

    public int Total { get; set; }

    /// <summary>The number of processed items, including failed ones.</summary>
    public int Done { get; set; }

    /// <summary>The number of items without a valid answer.</summary>
    public int Failed { get; set; }

    public long? StartedById { get; set; }

    /// <summary>The person or the API key that started the run.</summary>
    public required string StartedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>JSON of the comparison of a trial; null for a calibration and until the run has finished.</summary>
    public string? Summary { get; set; }

    /// <summary>Why the run failed, or what went wrong with single items.</summary>
    public string Message { get; set; } = "";

    public int RowVersion { get; set; }

    public List<JudgeRunItem> Items { get; set; } = [];
}
