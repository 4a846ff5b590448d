namespace TriageConsole.Data.Patterns;

/// <summary>A change of the status, owner or snooze of a pattern. Rows are never changed.</summary>
public sealed class PatternEvent
{
    public const int MaxText = 2000;

    public long Id { get; set; }

    public long PatternId { get; set; }

    public DateTimeOffset At { get; set; }

    public PatternEventKind Kind { get; set; }

    public long PersonId { get; set; }

    /// <summary>The name of the person at that time.</summary>
    public required string Person { get; set; }

    /// <summary>The change in words.</summary>
    public required string Text { get; set; }
}
