using TriageConsole.Core.Agreement;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data.Golden;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>What is wrong with a golden item; an item may have several.</summary>
[Flags]
public enum GoldenTrouble
{
    None = 0,

    /// <summary>Its refresh date is past.</summary>
    Stale = 1,

    /// <summary>Recent labelers mostly say something else.</summary>
    Disputed = 2,

    /// <summary>It was shown as often as its leak budget allows.</summary>
    Leaked = 4,

    /// <summary>Its owner can no longer sign in or has no role here.</summary>
    OwnerLeft = 8,

    /// <summary>A question it answers means something else now.</summary>
    Outdated = 16,
}

/// <summary>A golden item in the list; of its checks, the answers by labelers since the version in force, some are right.</summary>
public sealed record GoldenRow(
    long Id,
    long InteractionId,
    string TraceId,
    string Preview,
    string? Segment,
    long OwnerId,
    string Owner,
    bool IsLocked,
    int Number,
    DateTimeOffset RefreshDueAt,
    int Exposures,
    int LeakBudget,
    long Checks,
    long Right,
    GoldenTrouble Trouble,
    DateTimeOffset? RetiredAt,
    int RowVersion
);

/// <summary>A version of its answers.</summary>
public sealed record GoldenVersionRow(int Number, string By, DateTimeOffset At, string Reason, bool FromAdjudication);

/// <summary>One item with all there is to decide on it.</summary>
public sealed record GoldenWork(
    GoldenRow Row,
    GoldenProvenance Provenance,
    int CadenceDays,
    string RetiredReason,
    int RowVersion,
    BlindContent Content,
    PublishedRubric Rubric,
    IReadOnlyDictionary<string, string> Answers,
    string? ExpectedOutput,
    IReadOnlyList<GoldenVersionRow> Versions,
    IReadOnlyList<GoldenDispute> Disputes
)
{
    public RubricDefinition Asked => Rubric.Definition;
}

/// <summary>How labelers did on one question of the item.</summary>
public sealed record GoldenDispute(string Criterion, LabelerTrust Right);

/// <summary>What is to be kept of an edit. <paramref name="RowVersion"/>: the state it was made in view of.</summary>
public sealed record GoldenEdit(int RowVersion, IReadOnlyDictionary<string, string> Answers, string? ExpectedOutput, string Reason);

/// <summary>Golden items of one value of a dimension beside its share of the traffic.</summary>
public sealed record GoldenCoverage(string Dimension, string Value, double TrafficShare, int Items);

/// <summary>An interaction that would fill a gap: labelers agreed on it.</summary>
public sealed record GoldenSuggestion(long InteractionId, string TraceId, string Preview, string Why);

/// <summary>Whoever can own an item.</summary>
public sealed record GoldenOwner(long Id, string Name);
