namespace TriageConsole.Data.Rollups;

/// <summary>The counts of a slice on one day by one property of its interactions.</summary>
public sealed class Breakdown
{
    public long SliceId { get; set; }

    public DateOnly Day { get; set; }

    public BreakdownKind Kind { get; set; }

    public required string Key { get; set; }

    public long Events { get; set; }

    public long OutcomeCount { get; set; }

    public double OutcomeSum { get; set; }

    public double OutcomeSquares { get; set; }
}
