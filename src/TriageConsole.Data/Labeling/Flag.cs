namespace TriageConsole.Data.Labeling;

/// <summary>
/// What a labeler reports about an item to the leads: a flag, or the reason of a skip. It is kept after it is resolved or withdrawn.
/// </summary>
public sealed class Flag
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public long AssignmentId { get; set; }

    public long LabelerId { get; set; }

    public Labeler? Labeler { get; set; }

    public FlagKind Kind { get; set; }

    /// <summary>The labeler's text; the reason of a skip.</summary>
    public string Note { get; set; } = "";

    public FlagState State { get; set; }

    /// <summary>The last action of a lead on the item because of the flag.</summary>
    public FlagAction Action { get; set; }

    public string ResolutionNote { get; set; } = "";

    public long? ResolvedById { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>When the labeler took it back.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<FlagEntry> Entries { get; set; } = [];
}
