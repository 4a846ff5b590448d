namespace TriageConsole.Data.Rubrics;

public sealed class RubricVersion
{
    public long Id { get; set; }

    public long RubricId { get; set; }

    public Rubric? Rubric { get; set; }

    public int Number { get; set; }

    /// <summary>A RubricDefinition of Core as JSON.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset PublishedAt { get; set; }

    public string PublishedBy { get; set; } = "";

    /// <summary>The reason for the change, by its publisher.</summary>
    public string Note { get; set; } = "";
}
