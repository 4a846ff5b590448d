namespace TriageConsole.Features.Routing;

/// <summary>The release that serves a unit.</summary>
/// <param name="Workflow">As requested.</param>
/// <param name="Unit">As requested.</param>
/// <param name="Release">The name of the release.</param>
/// <param name="Components">Ordered by kind and name.</param>
/// <param name="Arm">"live" or "candidate".</param>
/// <param name="Propensity">The probability with which the unit got this release.</param>
/// <param name="Experiment">The id of the running experiment, or null.</param>
/// <param name="Kind">"live" (no experiment), "shadow", "split" or "bandit".</param>
/// <param name="Shadow">The release that also answers this unit, without being shown to users.</param>
public sealed record RouteAnswer(
    string Workflow,
    string Unit,
    string Release,
    IReadOnlyList<RoutedComponent> Components,
    string Arm,
    double Propensity,
    long? Experiment,
    string Kind,
    RoutedRelease? Shadow
);
