using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// Settings of windows and patterns; section <c>Patterns</c> of the configuration (environment:
/// <c>Patterns__WindowErrorRate</c> and so on).
/// </summary>
public sealed class PatternOptions
{
    /// <summary>A window is searched for patterns above this share of interactions with a negative signal. Default 0.3.</summary>
    [Range(0, 1)]
    public double WindowErrorRate { get; set; } = 0.3;

    /// <summary>The minimum number of interactions of a window for a search. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int WindowMinEvents { get; set; } = 20;

    /// <summary>A pattern of a window must contain more than this share of its failures. Default 0.1.</summary>
    [Range(0, 1)]
    public double WindowPatternShare { get; set; } = 0.1;

    /// <summary>Severity medium: one pattern contains more than this share of the failures. Default 0.3.</summary>
    [Range(0, 1)]
    public double MediumShare { get; set; } = 0.3;

    /// <summary>Severity high: one pattern contains more than this share of the failures. Default 0.5.</summary>
    [Range(0, 1)]
    public double HighShare { get; set; } = 0.5;

    /// <summary>Seconds that a window stays open after its end for late events. Default 30.</summary>
    [Range(0, 3600)]
    public int WindowGraceSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds without new events before an ended window is closed. A window that keeps changing is closed one minute after it is due, and
    /// then once per minute. Default 10.
    /// </summary>
    [Range(0, 60)]
    public int WindowSettleSeconds { get; set; } = 10;

    /// <summary>
    /// Minutes between two pattern searches in a workflow with changes; more if searches take long, so that together they take at most 4 %
    /// of the time of an instance. Default 10.
    /// </summary>
    [Range(1, 10_000)]
    public int SearchMinutes { get; set; } = 10;

    /// <summary>A search reads interactions that arrived in this number of days. Default 28.</summary>
    [Range(1, 3650)]
    public int SearchDays { get; set; } = 28;

    /// <summary>The maximum number of interactions of a search; the latest are used. Default 50,000.</summary>
    [Range(1000, 5_000_000)]
    public int SearchMaxRows { get; set; } = 50_000;

    /// <summary>The minimum number of interactions for a search. Default 50.</summary>
    [Range(10, 1_000_000)]
    public int SearchMinRows { get; set; } = 50;
}
