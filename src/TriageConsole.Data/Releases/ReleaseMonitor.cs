namespace TriageConsole.Data.Releases;

/// <summary>The post-promotion monitoring of a release: the days in which it is checked for a regression.</summary>
public sealed class ReleaseMonitor
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    /// <summary>The baseline: the release that was live before. Null for the first release.</summary>
    public long? BaselineId { get; set; }

    /// <summary>The start of the baseline period, which ends at <see cref="StartedAt"/>.</summary>
    public DateTimeOffset BaselineFrom { get; set; }

    public bool IsRunning { get; set; }

    public MonitorState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? LookedAt { get; set; }

    public long Units { get; set; }

    /// <summary>Release − baseline, in units of the outcome. Positive means better.</summary>
    public double? Difference { get; set; }

    public double? Low { get; set; }

    public double? High { get; set; }

    /// <summary>Whether all outcomes are 0 or 1, so that the difference and its bounds are differences of shares.</summary>
    public bool IsShare { get; set; }

    /// <summary>The observations as text.</summary>
    public string Evidence { get; set; } = "";
}
