namespace TriageConsole.Features.Datasets;

/// <summary>A version with a row of an interaction.</summary>
/// <param name="Dataset">Id of the dataset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="Split">The split of the row.</param>
/// <param name="Labels">The label revisions that the row was made from.</param>
/// <param name="IsErased">Whether the person was erased since.</param>
/// <param name="Components">Component versions that were made from the version, with their releases.</param>
public sealed record DatasetUse(
    long Dataset,
    string Name,
    int Version,
    string Split,
    IReadOnlyList<Core.Datasets.LabelRevision> Labels,
    bool IsErased,
    IReadOnlyList<LineageComponent> Components
);
