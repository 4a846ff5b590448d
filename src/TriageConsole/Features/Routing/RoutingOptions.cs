using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Routing;

/// <summary>
/// Settings of routing; section <c>Routing</c> of the configuration (environment: <c>Routing__BanditSeconds</c> and so on).
/// </summary>
public sealed class RoutingOptions
{
    /// <summary>Milliseconds between two checks for changes by other instances. Default 250.</summary>
    [Range(20, 60_000)]
    public int PollMilliseconds { get; set; } = 250;

    /// <summary>Seconds between two computations of a bandit's shares. Default 60.</summary>
    [Range(1, 86_400)]
    public int BanditSeconds { get; set; } = 60;

    /// <summary>The minimum share of each arm of a bandit, 0 to 0.5. Default 0.05.</summary>
    [Range(0, 0.5)]
    public double BanditFloor { get; set; } = 0.05;
}
