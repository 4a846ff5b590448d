namespace TriageConsole.Features.Releases.Impact;

/// <summary>
/// The expert labels from which the expected answers of the golden items were made, for the evaluation that the gates read. For a release
/// that was live, this is the last evaluation before it went live.
/// </summary>
/// <param name="RunId">The evaluation; null if there is none.</param>
/// <param name="GoldenItems">Golden items of the evaluation.</param>
/// <param name="Labels">
/// Expert labels of these items from before their expected answers. Later labels, such as hidden checks, are not behind them.
/// </param>
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
