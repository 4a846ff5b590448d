using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Triage;

/// <summary>When the budget is drawn; section <c>Triage</c> of the configuration.</summary>
public sealed class TriageOptions
{
    /// <summary>So many candidates are drawn from at once, however fresh they are. Default 100.</summary>
    [Range(1, 100_000)]
    public int RoundCandidates { get; set; } = 100;

    /// <summary>Minutes a candidate waits for others at most. Default 15.</summary>
    [Range(0, 10_080)]
    public int RoundMinutes { get; set; } = 15;
}
