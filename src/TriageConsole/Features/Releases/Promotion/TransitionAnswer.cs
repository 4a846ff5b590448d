using TriageConsole.Features.Releases.Gates;
using TriageConsole.Features.Releases.Registry;

namespace TriageConsole.Features.Releases.Promotion;

public sealed record TransitionAnswer(
    int Number,
    string From,
    string To,
    DateTimeOffset At,
    string By,
    string Cause,
    string Reason,
    string? OverrideReason,
    IReadOnlyList<GateAnswerBody> Gates
)
{
    internal static TransitionAnswer Of(TransitionRow t) =>
        new(
            t.Number,
            t.From.Key(),
            t.To.Key(),
            t.At,
            t.Actor,
            GateAnswerBody.Key(t.Cause.ToString()),
            t.Reason,
            t.OverrideReason,
            [.. t.Gates.Select(GateAnswerBody.Of)]
        );
}
