namespace TriageConsole.Features.Datasets;

/// <summary>A dataset.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, unique in the tenant.</param>
/// <param name="Workflow">Key of its workflow.</param>
/// <param name="Kind">chat, preference or evaluation.</param>
/// <param name="Version">Number of the latest version.</param>
/// <param name="Rows">Its number of rows.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="BuiltBy">Who built it.</param>
public sealed record DatasetAnswer(
    long Id,
    string Name,
    string Workflow,
    string Kind,
    int Version,
    int Rows,
    DateTimeOffset BuiltAt,
    string BuiltBy
)
{
    internal static DatasetAnswer Of(DatasetListRow row) =>
        new(row.Id, row.Name, row.Workflow.Key, row.Kind, row.Versions, row.Rows, row.BuiltAt, row.BuiltBy);
}
