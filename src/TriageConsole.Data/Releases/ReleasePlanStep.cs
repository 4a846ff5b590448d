namespace TriageConsole.Data.Releases;

/// <summary>A step of a canary.</summary>
public sealed class ReleasePlanStep
{
    public long PlanId { get; set; }

    /// <summary>Counts from 1.</summary>
    public int Number { get; set; }

    /// <summary>The share of the units, 0 to 1.</summary>
    public double Share { get; set; }

    public int HoldMinutes { get; set; }

    public DateTimeOffset? StartedAt { get; set; }
}
