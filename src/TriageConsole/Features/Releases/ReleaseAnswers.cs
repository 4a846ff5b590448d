using TriageConsole.Core.Gates;

namespace TriageConsole.Features.Releases;

/// <summary>A component version as the API tells it.</summary>
public sealed record ComponentAnswer(
    long Id,
    string Kind,
    string Name,
    string Version,
    string ContentHash,
    string? Reference,
    string Message,
    string Author,
    string? Parent,
    string? Manifest,
    bool Adopted,
    DateTimeOffset CreatedAt,
    DateTimeOffset? WithdrawnAt
)
{
    internal static ComponentAnswer Of(ComponentRow c) =>
        new(
            c.Id,
            c.Kind.Key(),
            c.Name,
            c.Version,
            c.ContentHash,
            c.Reference,
            c.Message,
            c.Author,
            c.Parent,
            c.Manifest,
            c.IsAdopted,
            c.CreatedAt,
            c.WithdrawnAt
        );
}

public sealed record PartAnswer(string Kind, string Name, string Version);

public sealed record GateAnswerBody(
    string Gate,
    string Name,
    string Answer,
    string Explanation,
    double? Value,
    double? Low,
    double? High,
    double? Threshold,
    long? Units,
    long? MoreUnits,
    double? MoreDays
)
{
    internal static GateAnswerBody Of(GateResult g) =>
        new(
            Key(g.Kind.ToString()),
            g.Name,
            Key(g.Answer.ToString()),
            g.Explanation,
            g.Value,
            g.Low,
            g.High,
            g.Threshold,
            g.Units,
            g.MoreUnits,
            g.MoreDays
        );

    internal static string Key(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

/// <summary>A release as the API tells it. verdict: promote, hold, roll_back, or null where nothing looks at it.</summary>
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

public sealed record ComponentsAnswer(string Workflow, IReadOnlyList<ComponentAnswer> Components);

public sealed record ReleasesAnswer(
    string Workflow,
    IReadOnlyList<ReleaseAnswer> Releases,
    IReadOnlyList<UnregisteredVersion> Unregistered
);

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

public sealed record ReleaseDetailAnswer(ReleaseAnswer Release, string Notes, string? BasedOn, IReadOnlyList<TransitionAnswer> History);

public sealed record DifferenceSideAnswer(string Version, string ContentHash, string? Reference, string? Content);

public sealed record ComponentDifferenceAnswer(
    string Kind,
    string Name,
    bool Same,
    DifferenceSideAnswer? Before,
    DifferenceSideAnswer? After
)
{
    internal static ComponentDifferenceAnswer Of(ComponentDifference d) =>
        new(d.Kind.Key(), d.Name, d.IsSame, Side(d.Before), Side(d.After));

    private static DifferenceSideAnswer? Side(ReleaseComponentRow? c) =>
        c is null ? null : new(c.Version, c.ContentHash, c.Reference, c.Content);
}

public sealed record ReleaseDifferenceAnswer(string Before, string After, IReadOnlyList<ComponentDifferenceAnswer> Components);

public sealed record DoneAnswer(string Message, long? Id);

/// <summary>Bodies that pipelines send.</summary>
public sealed record RegisterComponentBody(
    string? Workflow,
    string? Kind,
    string? Name,
    string? Version,
    string? Content,
    string? Reference,
    string? Message,
    string? Parent,
    string? Manifest
);

public sealed record CreateReleaseBody(
    string? Workflow,
    string? Name,
    string? Notes,
    string? BasedOn,
    IReadOnlyList<ComponentRegistration>? Components
);

public sealed record RollbackBody(string? Reason);
