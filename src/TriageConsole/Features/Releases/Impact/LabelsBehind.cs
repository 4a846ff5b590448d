namespace TriageConsole.Features.Releases.Impact;

/// <summary>
/// The labels of the golden items in the evaluation that the gates read, as they were when it started; for a release that went live, the
/// last evaluation before that.
/// </summary>
/// <param name="RunId">The evaluation; null if there is none.</param>
/// <param name="GoldenItems">Golden items of the evaluation.</param>
/// <param name="Labels">Expert labels of these items.</param>
/// <param name="People">Their labelers with the number of labels, most first.</param>
/// <param name="Patterns">Patterns of these items with the number of labels, most first. An item can match several.</param>
/// <param name="Datasets">Datasets that components of the release were made from.</param>
public sealed record LabelsBehind(
    long? RunId,
    int GoldenItems,
    int Labels,
    IReadOnlyList<LabelShare> People,
    IReadOnlyList<LabelShare> Patterns,
    IReadOnlyList<DatasetLabels> Datasets
);
