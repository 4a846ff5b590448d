namespace TriageConsole.Features.Datasets;

/// <summary>The difference of two versions, by the keys of their rows. Each list has at most the first 200 keys.</summary>
/// <param name="From">Number of the first version.</param>
/// <param name="To">Number of the second version.</param>
/// <param name="Same">Number of rows with the same content in both.</param>
/// <param name="AddedCount">Number of rows that only the second version has.</param>
/// <param name="RemovedCount">Number of rows that only the first version has.</param>
/// <param name="ChangedCount">Number of rows with other content.</param>
/// <param name="MovedCount">Number of the changed rows that are in another split.</param>
/// <param name="Added">Keys of the added rows.</param>
/// <param name="Removed">Keys of the removed rows.</param>
/// <param name="Changed">Keys of the changed rows.</param>
/// <param name="PolicyChanged">Whether the policies differ.</param>
public sealed record DatasetDifference(
    int From,
    int To,
    int Same,
    int AddedCount,
    int RemovedCount,
    int ChangedCount,
    int MovedCount,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Changed,
    bool PolicyChanged
);
