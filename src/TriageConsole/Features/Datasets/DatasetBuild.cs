namespace TriageConsole.Features.Datasets;

/// <summary>The result of a build or a rebuild.</summary>
/// <param name="Dataset">Id of the dataset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">Number of the version.</param>
/// <param name="Identity">SHA-256 over all rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="IsNew">False if the content is that of an earlier version, which is this one.</param>
/// <param name="Parent">Number of the parent; null for the first version.</param>
/// <param name="Report">What was selected and removed.</param>
public sealed record DatasetBuild(
    long Dataset,
    string Name,
    int Number,
    string Identity,
    int Rows,
    bool IsNew,
    int? Parent,
    BuildReport Report
);
