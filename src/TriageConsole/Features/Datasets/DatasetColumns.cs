using TriageConsole.Components.Lists;

namespace TriageConsole.Features.Datasets;

/// <summary>The columns of the list of datasets.</summary>
internal static class DatasetColumns
{
    public static readonly GridField<DatasetListRow> Name = new("name", "Dataset", r => r.Name);
    public static readonly GridField<DatasetListRow> Workflow = new("workflow", "Workflow", r => r.Workflow.Name);
    public static readonly GridField<DatasetListRow> Kind = new("kind", "Kind", r => r.Kind);
    public static readonly GridField<DatasetListRow> Versions = new("versions", "Versions", r => r.Versions) { IsNumber = true };
    public static readonly GridField<DatasetListRow> Rows = new("rows", "Rows", r => r.Rows)
    {
        IsNumber = true,
        Hint = "Rows of the latest version",
    };
    public static readonly GridField<DatasetListRow> Built = new("built", "Latest version", r => r.BuiltAt);
    public static readonly GridField<DatasetListRow> By = new("by", "Built by", r => r.BuiltBy);
    public static readonly GridField<DatasetListRow> Aliases = new("aliases", "Aliases", r => r.Aliases) { IsSortable = false };

    public static readonly IReadOnlyList<GridField<DatasetListRow>> All = [Name, Workflow, Kind, Versions, Rows, Built, By, Aliases];

    private static readonly SortKeys<DatasetListRow> Sorts = new SortKeys<DatasetListRow>()
        .Add("name", r => r.Name)
        .Add("workflow", r => r.Workflow.Name)
        .Add("kind", r => r.Kind)
        .Add("versions", r => r.Versions)
        .Add("rows", r => r.Rows)
        .Add("built", r => r.BuiltAt)
        .Add("by", r => r.BuiltBy);

    /// <summary>The datasets in the order of the query; without one the latest first.</summary>
    public static IReadOnlyList<DatasetListRow> Ordered(IReadOnlyList<DatasetListRow> rows, GridQuery query) =>
        Sorts.Apply(rows.AsQueryable(), query)?.ThenBy(r => r.Id).ToList() ?? rows;
}
