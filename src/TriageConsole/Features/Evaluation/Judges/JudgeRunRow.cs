using TriageConsole.Data.Evaluation;

namespace TriageConsole.Features.Evaluation.Judges;

/// <summary>A calibration of a judge, or a trial of a suggested prompt.</summary>
/// <param name="Id">The run.</param>
/// <param name="Judge">The labeler id of the judge.</param>
/// <param name="SuggestedPrompt">The instructions that are tried; null for a calibration.</param>
/// <param name="State">The state.</param>
/// <param name="Total">Interactions of the run.</param>
/// <param name="Done">Processed interactions.</param>
/// <param name="Failed">Interactions without a valid answer.</param>
/// <param name="StartedBy">The person or API key.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Message">Why it failed, or what went wrong.</param>
/// <param name="Trial">The comparison of a finished trial.</param>
public sealed record JudgeRunRow(
    long Id,
    string Judge,
    string? SuggestedPrompt,
    EvalState State,
    int Total,
    int Done,
    int Failed,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string Message,
    JudgeTrial? Trial
)
{
    public bool IsOpen => State is EvalState.Queued or EvalState.Running;

    internal static JudgeRunRow Of(JudgeRun r) =>
        new(
            r.Id,
            r.Judge,
            r.SuggestedPrompt,
            r.State,
            r.Total,
            r.Done,
            r.Failed,
            r.StartedBy,
            r.CreatedAt,
            r.FinishedAt,
            r.Message,
            r.Summary is { } summary ? JudgeTrial.Read(summary) : null
        );
}
