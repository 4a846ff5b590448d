namespace TriageConsole.Features.Retraining.Runs;

/// <summary>The version of a dataset that a run learns from.</summary>
/// <param name="Id">The id of the dataset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">The number of the version.</param>
/// <param name="Format">The format of its files.</param>
/// <param name="Splits">The splits that an executor gets. The test split is held back.</param>
internal sealed record RunDataset(long Id, string Name, int Number, string Format, IReadOnlyList<string> Splits);
