using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Golden;

public enum GoldenProvenance
{
    Picked = 0,
    Adjudicated = 1,
}

/// <summary>An interaction with known correct answers and an owner who is responsible for them.</summary>
public sealed class GoldenItem : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long OwnerId { get; set; }

    public GoldenProvenance Provenance { get; set; }

    /// <summary>The number of the current version.</summary>
    public int Number { get; set; }

    /// <summary>A locked item changes only through a new version with a reason.</summary>
    public bool IsLocked { get; set; }

    public int CadenceDays { get; set; }

    /// <summary>When the next review by the owner is due.</summary>
    public DateTimeOffset RefreshDueAt { get; set; }

    /// <summary>The number of hidden checks with the item since it was last confirmed.</summary>
    public int Exposures { get; set; }

    /// <summary>
    /// The maximum number of exposures. After that the item is not used for hidden checks until it is confirmed again, because labelers
    /// possibly know it.
    /// </summary>
    public int LeakBudget { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public string RetiredReason { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public int RowVersion { get; set; }

    public List<GoldenVersion> Versions { get; set; } = [];
}

/// <summary>A version of the expected answers. Immutable.</summary>
public sealed class GoldenVersion
{
    public long GoldenItemId { get; set; }

    public int Number { get; set; }

    public long RubricVersionId { get; set; }

    /// <summary>JSON object criterion → expected answer.</summary>
    public required string Answers { get; set; }

    /// <summary>The expected output, if one was written.</summary>
    public string? ExpectedOutput { get; set; }

    public required string Reason { get; set; }

    public long? AdjudicationId { get; set; }

    public long MadeById { get; set; }

    public required string MadeBy { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}

/// <summary>The comparison of an answer with a golden answer.</summary>
public sealed class GoldenCheck
{
    public long LabelId { get; set; }

    public required string Criterion { get; set; }

    /// <summary>The rubric version since which the question has the meaning that was answered.</summary>
    public long SinceVersionId { get; set; }

    public long GoldenItemId { get; set; }

    public int Number { get; set; }

    public long WorkflowId { get; set; }

    public long LabelerId { get; set; }

    public bool IsRight { get; set; }

    public DateTimeOffset CheckedAt { get; set; }
}

/// <summary>The answer of a new labeler to a golden item in the calibration round, where the correct answer is shown immediately.</summary>
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
