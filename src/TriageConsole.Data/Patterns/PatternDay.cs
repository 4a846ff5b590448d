namespace TriageConsole.Data.Patterns;

/// <summary>The counts of a pattern on one day, for its trend.</summary>
public sealed class PatternDay
{
    public long PatternId { get; set; }

    public DateOnly Day { get; set; }

    public long Interactions { get; set; }

    public long Failures { get; set; }
}
