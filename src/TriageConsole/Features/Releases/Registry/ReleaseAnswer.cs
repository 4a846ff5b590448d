using TriageConsole.Features.Releases.Gates;

namespace TriageConsole.Features.Releases.Registry;

/// <summary>A release in the API. verdict: promote, hold, roll_back, or null if its gates are not evaluated.</summary>
public sealed record ReleaseAnswer(
    long Id,
    string Name,
    string State,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LiveSince,
    IReadOnlyList<PartAnswer> Components,
    string? Verdict,
    string? Because,
    double? Share,
    IReadOnlyList<GateAnswerBody> Gates
)
{
    internal static ReleaseAnswer Of(ReleaseRow r) =>
        new(
            r.Id,
            r.Name,
            r.State.Key(),
            r.Author,
            r.CreatedAt,
            r.LiveSince,
            [.. r.Parts.Select(p => new PartAnswer(p.Kind.Key(), p.Name, p.Version))],
            r.Verdict is { } v ? GateAnswerBody.Key(v.ToString()) : null,
            r.Because?.Explanation,
            r.Share,
            [.. r.Gates.Select(GateAnswerBody.Of)]
        );
}
