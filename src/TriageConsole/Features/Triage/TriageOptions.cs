using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Triage;

/// <summary>When sampling rounds run; section <c>Triage</c> of the configuration.</summary>
public sealed class TriageOptions
{
    /// <summary>A round starts with this many candidates, at most once per minute. Default 100.</summary>
    [Range(1, 100_000)]
    public int RoundCandidates { get; set; } = 100;

    /// <summary>Maximum waiting time of a candidate in minutes. Default 15.</summary>
    [Range(0, 10_080)]
    public int RoundMinutes { get; set; } = 15;
}
