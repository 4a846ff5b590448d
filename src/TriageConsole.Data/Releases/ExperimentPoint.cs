namespace TriageConsole.Data.Releases;

/// <summary>The comparison of candidate and live at the end of a window, for the chart of the experiment.</summary>
public sealed class ExperimentPoint
{
    public long ExperimentId { get; set; }

    public long ReleaseId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The number of units with an outcome.</summary>
    public long LiveUnits { get; set; }

    public long CandidateUnits { get; set; }

    /// <summary>Candidate − live, in units of the outcome. Positive means better.</summary>
    public double? Difference { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    /// <summary>Whether all outcomes are 0 or 1, so that the difference and its bounds are differences of shares.</summary>
    public bool IsShare { get; set; }

    public double? SampleRatioP { get; set; }
}
