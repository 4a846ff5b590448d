namespace TriageConsole.Features.Releases.Impact;

/// <summary>The expert labels that a release rests on, and those that its gates still wait for.</summary>
/// <param name="Behind">Null if it has no finished evaluation with golden items and no component from a dataset.</param>
/// <param name="Needed">Null if no gate waits for golden items.</param>
public sealed record ReleaseLabels(LabelsBehind? Behind, LabelsNeeded? Needed);
