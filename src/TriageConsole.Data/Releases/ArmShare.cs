namespace TriageConsole.Data.Releases;

/// <summary>The share of a bandit arm from a point in time: the history of propensities.</summary>
public sealed class ArmShare
{
    public long ExperimentId { get; set; }

    public long ReleaseId { get; set; }

    public DateTimeOffset At { get; set; }

    public double Share { get; set; }

    public long Units { get; set; }

    /// <summary>The mean outcome at that time. Null if there were no outcomes.</summary>
    public double? Mean { get; set; }
}
