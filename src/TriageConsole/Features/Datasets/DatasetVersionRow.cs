namespace TriageConsole.Features.Datasets;

/// <summary>A version in the history of a dataset.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Identity">SHA-256 over all rows.</param>
/// <param name="Parent">Number of the parent; null for the first.</param>
/// <param name="IsRebuild">Whether it was rebuilt from the manifest of the parent.</param>
/// <param name="Rows">Number of rows of the manifest.</param>
/// <param name="Erased">Number of rows of persons who were erased since.</param>
/// <param name="CodeVersion">The version of the console that built it.</param>
/// <param name="CreatedAt">When it was built.</param>
/// <param name="CreatedBy">Who built it.</param>
/// <param name="Aliases">The names that point to it.</param>
public sealed record DatasetVersionRow(
    int Number,
    string Identity,
    int? Parent,
    bool IsRebuild,
    int Rows,
    int Erased,
    string CodeVersion,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<string> Aliases
);
