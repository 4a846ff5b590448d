namespace TriageConsole.Features.Home.Impact;

/// <summary>What the labels of a person changed in the last seven days.</summary>
/// <param name="Labels">Labels given in these days.</param>
/// <param name="GoldenItems">New golden items of interactions that the person labeled.</param>
/// <param name="Releases">Releases that went live, whose evaluation had golden items that the person labeled.</param>
/// <param name="Patterns">Patterns that were set to fixed, with interactions that the person labeled.</param>
/// <param name="Datasets">Versions of datasets built from labels of the person.</param>
public sealed record OwnImpact(
    int Labels,
    int GoldenItems,
    IReadOnlyList<OwnShare> Releases,
    IReadOnlyList<OwnShare> Patterns,
    IReadOnlyList<OwnShare> Datasets
)
{
    public bool IsEmpty => GoldenItems == 0 && Releases.Count == 0 && Patterns.Count == 0 && Datasets.Count == 0;
}
