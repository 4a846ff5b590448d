using System.Text.Json;

namespace TriageConsole.Features.Evaluation.Judges;

public sealed record JudgeRunAnswer(
    long Id,
    string Judge,
    string Kind,
    string State,
    int Total,
    int Done,
    int Failed,
    string StartedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string Message,
    string? Prompt,
    JudgeTrial? Trial
)
{
    internal static JudgeRunAnswer Of(JudgeRunRow r) =>
        new(
            r.Id,
            r.Judge,
            r.SuggestedPrompt is null ? "calibration" : "trial",
            JsonNamingPolicy.SnakeCaseLower.ConvertName(r.State.ToString()),
            r.Total,
            r.Done,
            r.Failed,
            r.StartedBy,
            r.CreatedAt,
            r.FinishedAt,
            r.Message,
            r.SuggestedPrompt,
            r.Trial
        );
}
