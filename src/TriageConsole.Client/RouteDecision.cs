namespace TriageConsole.Client;

/// <summary>The release that serves a unit.</summary>
public sealed record RouteDecision
{
    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The task or session that was asked for.</summary>
    public required string Unit { get; init; }

    /// <summary>The name of the release to serve.</summary>
    public required string Release { get; init; }

    /// <summary>The components of the release, by kind and name.</summary>
    public IReadOnlyList<RouteComponent> Components { get; init; } = [];

    /// <summary><c>live</c>, or <c>candidate</c> of an experiment.</summary>
    public required string Arm { get; init; }

    /// <summary>The probability that this unit gets this release; null if the answer was one for another unit.</summary>
    public double? Propensity { get; init; }

    /// <summary>The experiment, if one is running.</summary>
    public long? Experiment { get; init; }

    /// <summary><c>live</c> (no experiment), <c>shadow</c>, <c>split</c> or <c>bandit</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A release that also answers this unit, without being shown to users. Capture its response as shadow.</summary>
    public string? ShadowRelease { get; init; }

    /// <summary>The components of <see cref="ShadowRelease"/>.</summary>
    public IReadOnlyList<RouteComponent> ShadowComponents { get; init; } = [];

    /// <summary>Where the answer comes from.</summary>
    public RouteSource Source { get; init; }
}
