namespace TriageConsole.Features.Releases.Impact;

/// <summary>The expert labels that a release rests on, and those that its gates still wait for.</summary>
/// <param name="Behind">Null if it has no finished evaluation and no component from a dataset.</param>
/// <param name="Needed">One entry for each gate that waits for labels.</param>
public sealed record ReleaseLabels(LabelsBehind? Behind, IReadOnlyList<LabelsNeeded> Needed)
{
    internal bool IsEmpty => Behind is null && Needed.Count == 0;
}
