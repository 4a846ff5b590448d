namespace TriageConsole.Data.Golden;

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
