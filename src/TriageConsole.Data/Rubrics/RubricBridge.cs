namespace TriageConsole.Data.Rubrics;

/// <summary>
/// The bridging sample of a new rubric version: items labeled under the previous version that are labeled again under the new one.
/// </summary>
public sealed class RubricBridge
{
    /// <summary>The new version.</summary>
    public long RubricVersionId { get; set; }

    public long FromVersionId { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public List<RubricBridgeItem> Items { get; set; } = [];
}
