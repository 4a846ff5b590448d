using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Golden;

public enum GoldenProvenance
{
    Picked = 0,
    Adjudicated = 1,
}

/// <summary>An interaction whose right answers are known, with somebody who answers for them.</summary>
public sealed class GoldenItem : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long OwnerId { get; set; }

    public GoldenProvenance Provenance { get; set; }

    /// <summary>The version in force.</summary>
    public int Number { get; set; }

    /// <summary>A locked item changes only by a new version with a reason.</summary>
    public bool IsLocked { get; set; }

    public int CadenceDays { get; set; }

    /// <summary>When its owner is to look at it again.</summary>
    public DateTimeOffset RefreshDueAt { get; set; }

    /// <summary>How often labelers met it as a hidden check since it was last confirmed.</summary>
    public int Exposures { get; set; }

    /// <summary>As many exposures, and it is no longer a check until it is confirmed again: by then it may be known.</summary>
    public int LeakBudget { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public string RetiredReason { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public int RowVersion { get; set; }

    public List<GoldenVersion> Versions { get; set; } = [];
}

/// <summary>The expected answers as somebody set them; immutable.</summary>
public sealed class GoldenVersion
{
    public long GoldenItemId { get; set; }

    public int Number { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>JSON object criterion → expected answer.</summary>
    public required string Answers { get; set; }

    /// <summary>The output as it should have been, where somebody wrote it.</summary>
    public string? ExpectedOutput { get; set; }

    public required string Reason { get; set; }

    public long? AdjudicationId { get; set; }

    public long MadeById { get; set; }

    public required string MadeBy { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}

/// <summary>An answer held against a golden one.</summary>
public sealed class GoldenCheck
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The version since which the question means what it was answered as.</summary>
    public long SinceVersionId { get; set; }

    public long GoldenItemId { get; set; }

    public int Number { get; set; }

    public long WorkflowId { get; set; }

    public long LabelerId { get; set; }

    public bool IsRight { get; set; }

    public DateTimeOffset CheckedAt { get; set; }
}

/// <summary>What a new labeler answered to a golden item in the calibration round, where the right answer follows at once.</summary>
public sealed class CalibrationAnswer
{
    public long LabelerId { get; set; }

    public long GoldenItemId { get; set; }

    public required string Criterion { get; set; }

    public int Number { get; set; }

    public required string Value { get; set; }

    public bool IsRight { get; set; }

    public DateTimeOffset AnsweredAt { get; set; }
}
