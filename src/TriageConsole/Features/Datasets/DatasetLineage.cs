namespace TriageConsole.Features.Datasets;

/// <summary>Where a version comes from, and what was made from it.</summary>
/// <param name="Labels">Number of label revisions behind it.</param>
/// <param name="Labelers">Labelers with the number of their labels, the most first.</param>
/// <param name="Sources">The releases that served the interactions, with the number of rows, the most first.</param>
/// <param name="Versions">Versions that name it as parent.</param>
/// <param name="Components">Component versions whose manifest names its identity, such as fine-tuned models.</param>
public sealed record DatasetLineage(
    int Labels,
    IReadOnlyList<LineageCount> Labelers,
    IReadOnlyList<LineageCount> Sources,
    IReadOnlyList<int> Versions,
    IReadOnlyList<LineageComponent> Components
);
