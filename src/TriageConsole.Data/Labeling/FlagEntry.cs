namespace TriageConsole.Data.Labeling;

/// <summary>
/// A message between lead and labeler about a flag, or a change by a lead. Entries are added only, so they record who did what. A
/// redaction masks their text.
/// </summary>
public sealed class FlagEntry
{
    public long Id { get; set; }

    public long FlagId { get; set; }

    public Flag? Flag { get; set; }

    public FlagEntryKind Kind { get; set; }

    public long AuthorId { get; set; }

    public bool IsFromLabeler { get; set; }

    public string Text { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the labeler saw it. Entries that tell the labeler nothing count as seen.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}
