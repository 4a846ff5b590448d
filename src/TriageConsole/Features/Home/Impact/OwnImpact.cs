namespace TriageConsole.Features.Home.Impact;

/// <summary>What the labels of a person changed in the last seven days.</summary>
/// <param name="Labels">Labels given in these days.</param>
/// <param name="GoldenItems">Golden items created in these days from interactions that the person had labeled before.</param>
/// <param name="Releases">
/// Releases that went live in these days, with the person's labels behind the golden items of their evaluation.
/// </param>
/// <param name="Patterns">Patterns set to fixed in these days, with the person's labels from before in them.</param>
/// <param name="Datasets">Versions of datasets built in these days from labels of the person.</param>
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
