namespace TriageConsole.Data.Golden;

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
