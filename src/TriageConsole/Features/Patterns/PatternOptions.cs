using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Patterns;

/// <summary>
/// The rules windows and patterns are judged by; section <c>Patterns</c> of the configuration (environment:
/// <c>Patterns__WindowErrorRate</c> and so on).
/// </summary>
public sealed class PatternOptions
{
    /// <summary>Patterns of a window are looked for above this share of interactions with a negative signal. Default 0.3.</summary>
    [Range(0, 1)]
    public double WindowErrorRate { get; set; } = 0.3;

    /// <summary>Fewer interactions than this say nothing about a window. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int WindowMinEvents { get; set; } = 20;

    /// <summary>A pattern of a window holds more than this share of its failures. Default 0.1.</summary>
    [Range(0, 1)]
    public double WindowPatternShare { get; set; } = 0.1;

    /// <summary>More than this share in one pattern makes a window severe to a medium degree. Default 0.3.</summary>
    [Range(0, 1)]
    public double MediumShare { get; set; } = 0.3;

    /// <summary>More than this share in one pattern makes a window highly severe. Default 0.5.</summary>
    [Range(0, 1)]
    public double HighShare { get; set; } = 0.5;

    /// <summary>Seconds after its end that a window stays open for what is on its way. Default 30.</summary>
    [Range(0, 3600)]
    public int WindowGraceSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds without new events before a window that is over is closed. One that keeps changing is closed in spite of that a minute after
    /// it was due, and once a minute from then on. Default 10.
    /// </summary>
    [Range(0, 60)]
    public int WindowSettleSeconds { get; set; } = 10;

    /// <summary>Minutes between two searches for patterns in a workflow that changed. Default 10.</summary>
    [Range(1, 10_000)]
    public int SearchMinutes { get; set; } = 10;

    /// <summary>Days of arrivals a search looks at. Default 28.</summary>
    [Range(1, 3650)]
    public int SearchDays { get; set; } = 28;

    /// <summary>Interactions a search looks at, at most, the latest. Default 200,000.</summary>
    [Range(1000, 5_000_000)]
    public int SearchMaxRows { get; set; } = 200_000;

    /// <summary>Fewer interactions than this are not searched. Default 50.</summary>
    [Range(10, 1_000_000)]
    public int SearchMinRows { get; set; } = 50;
}
