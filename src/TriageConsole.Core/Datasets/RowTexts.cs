using System.Globalization;

namespace TriageConsole.Core.Datasets;

/// <summary>The columns of a row that are texts, for files with columns. Messages and answers are JSON.</summary>
public static class RowTexts
{
    /// <summary>The names of the columns, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    ["key", "task", "split", "pattern", "input_hash", "labels", "input", "preferred", "non_preferred", "answers"];

    /// <summary>The values; null for a property without a value.</summary>
    /// <param name="row">The row.</param>
    public static IReadOnlyList<string?> Of(DatasetRow row) =>
        [
            row.Key,
            row.TaskKey,
            row.Split,
            row.Pattern,
            row.InputHash,
            Labels(row),
            RowJson.Text(row.Content.Input),
            RowJson.Text(row.Content.Preferred),
            RowJson.Text(row.Content.NonPreferred),
            RowJson.Text(row.Content.Answers),
        ];

    /// <summary>The labels as <c>label@revision</c>, separated by spaces.</summary>
    internal static string Labels(DatasetRow row) =>
        string.Join(' ', RowJson.Sorted(row.Labels).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.LabelId}@{l.Revision}")));
}
