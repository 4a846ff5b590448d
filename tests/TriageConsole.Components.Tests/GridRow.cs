using TriageConsole.Components.Lists;

namespace TriageConsole.Components.Tests;

/// <summary>A row of the grids in tests.</summary>
public sealed record GridRow(int Id, string Name, double? Score)
{
    internal static readonly GridField<GridRow> NameField = new("name", "Name", r => r.Name);
    internal static readonly GridField<GridRow> ScoreField = new("score", "Score", r => r.Score) { IsNumber = true };
    internal static readonly GridField<GridRow> IdField = new("id", "Id", r => r.Id) { IsHidden = true };

    internal static readonly IReadOnlyList<GridField<GridRow>> All = [NameField, ScoreField, IdField];

    public static GridPage<GridRow> Page(int rows, int total = 0, bool hasMore = false, int number = 1) =>
        new([.. Enumerable.Range(1, rows).Select(n => new GridRow(n, $"Row {n}", n / 10.0))], Math.Max(rows, total), hasMore, number);
}
