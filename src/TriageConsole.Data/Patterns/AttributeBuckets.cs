namespace TriageConsole.Data.Patterns;

/// <summary>
/// The bucket edges of a numeric attribute. They are stored so that the terms of a pattern keep their meaning between searches.
/// </summary>
public sealed class AttributeBuckets
{
    public long WorkflowId { get; set; }

    public required string Attribute { get; set; }

    /// <summary>JSON array of numbers in ascending order.</summary>
    public required string Edges { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}
