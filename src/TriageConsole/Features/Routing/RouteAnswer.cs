namespace TriageConsole.Features.Routing;

/// <summary>Which release a unit is to be served by.</summary>
/// <param name="Workflow">As asked.</param>
/// <param name="Unit">As asked.</param>
/// <param name="Release">Its name.</param>
/// <param name="Components">Ordered by kind and name.</param>
/// <param name="Arm">"live" or "candidate".</param>
/// <param name="Propensity">The probability with which the unit got this release.</param>
/// <param name="Experiment">Its id, where one runs.</param>
/// <param name="Kind">"live" (no experiment), "shadow", "split" or "bandit".</param>
/// <param name="Shadow">The release that is to answer this unit too, shown to nobody.</param>
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
