namespace TriageConsole.Data.Rollups;

/// <summary>The counts and sums of a slice in one step of event time. Updated in the ingest transaction.</summary>
public sealed class Rollup
{
    /// <summary>The length of a window in minutes.</summary>
    public const short Window = 5;

    public const short Hour = 60;

    public const short Day = 1440;

    public long SliceId { get; set; }

    /// <summary>The length of the step in minutes.</summary>
    public short Grain { get; set; }

    public DateTimeOffset Start { get; set; }

    public long Events { get; set; }

    public long ExplicitNegatives { get; set; }

    public long ImplicitNegatives { get; set; }

    /// <summary>The number of interactions with an explicit or implicit negative signal. Each counts once.</summary>
    public long Negatives { get; set; }

    public long Errors { get; set; }

    public long NeedsReview { get; set; }

    public double SuspicionSum { get; set; }

    public double SuspicionSquares { get; set; }

    public long OutcomeCount { get; set; }

    public double OutcomeSum { get; set; }

    public double OutcomeSquares { get; set; }

    public long LatencyCount { get; set; }

    /// <summary>In milliseconds.</summary>
    public double LatencySum { get; set; }

    public long TokenSum { get; set; }

    public long CostCount { get; set; }

    public double CostSum { get; set; }

    public double CostSquares { get; set; }
}
