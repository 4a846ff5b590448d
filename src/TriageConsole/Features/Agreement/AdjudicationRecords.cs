using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Agreement;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Agreement;

/// <summary>A dispute in the list. <paramref name="Severity"/>: one minus the probability of the likeliest answer, 0..1.</summary>
public sealed record DisputeRow(
    long InteractionId,
    string TraceId,
    string Preview,
    DisagreementState State,
    double Severity,
    int Labelers,
    IReadOnlyList<string> Questions,
    DateTimeOffset ChangedAt
);

/// <summary>What one labeler answered; <paramref name="OlderVersion"/>: the version of the rubric, where it is an earlier one.</summary>
public sealed record GivenLabel(
    LabelerName Labeler,
    int? OlderVersion,
    bool IsOfThisRubric,
    IReadOnlyDictionary<string, string> Answers,
    string? Comment,
    DateTimeOffset At
);

/// <summary>A decision made before.</summary>
public sealed record PastDecision(
    int Number,
    string By,
    DateTimeOffset At,
    DisagreementCause Cause,
    string Note,
    IReadOnlyDictionary<string, string> Answers
);

/// <summary>Everything a lead needs to decide: what happened, who said what, and the likeliest answers.</summary>
public sealed record DisputeWork(
    DisputeRow Row,
    BlindContent Content,
    PublishedRubric Rubric,
    IReadOnlyList<GivenLabel> Labels,
    IReadOnlyDictionary<string, string> Likeliest,
    PastDecision? Last,
    bool IsGolden
)
{
    public RubricDefinition Asked => Rubric.Definition;
}

/// <summary>A lead's decision. <paramref name="AfterNumber"/>: the decision it was made in view of, 0 for none.</summary>
public sealed record Decision(int AfterNumber, IReadOnlyDictionary<string, string> Answers, DisagreementCause Cause, string Note);

/// <summary>Decided, or why not.</summary>
public sealed record DecisionResult(long? AdjudicationId, string Message, IReadOnlyList<AnswerProblem> Problems)
{
    public bool Ok => AdjudicationId is not null;
}

/// <summary>Makes golden items of decisions; the golden sets are a later part of the loop.</summary>
public interface IGoldenMaker
{
    /// <summary>Makes the interaction golden by the decision; returns what was done in words.</summary>
    Task<string> MakeGoldenAsync(
        Security.PersonAccess access,
        Workflows.WorkflowRef workflow,
        long interactionId,
        long adjudicationId,
        CancellationToken cancellationToken = default
    );
}
