using TriageConsole.Components;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Redaction;

namespace TriageConsole.Features.Datasets;

/// <summary>Checks rows before a version is published.</summary>
internal static class RowChecks
{
    private const int MaxExamples = 5;

    /// <summary>The first problem of a row in the formats of its kind; null if it can be written in all of them.</summary>
    public static RowFinding? Problem(DatasetKind kind, DatasetRow row) =>
        DatasetPolicy.FormatsOf(kind).SelectMany(f => RowValidation.Check(row, f)).FirstOrDefault();

    /// <summary>The names of the kinds of personal data in a row; empty if none is found.</summary>
    public static IReadOnlyList<string> PersonalData(DatasetRow row, RedactionPolicy policy)
    {
        var texts = row
            .Content.Input.Concat(row.Content.Preferred)
            .Concat(row.Content.NonPreferred)
            .Select(m => m.Content)
            .Concat(row.Content.Answers.Values);
        return PersonalData(texts, policy);
    }

    /// <summary>The names of the kinds of personal data in texts; empty if none is found.</summary>
    public static IReadOnlyList<string> PersonalData(IEnumerable<string> texts, RedactionPolicy policy)
    {
        var kinds = policy.Kinds | KindNames.Standard;
        return
        [
            .. texts
                .SelectMany(t => PersonalDataFinder.Find(t, kinds, default, policy.Patterns))
                .Select(KindNames.Flag)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Tasks or inputs in several splits, in words; null if there are none.</summary>
    public static string? Leakage(IReadOnlyList<DatasetRow> rows)
    {
        var report = LeakageCheck.Of(rows, MaxExamples);
        if (report.Findings.Count == 0)
            return null;
        var parts = report.Findings.Select(f =>
            (f.Kind == LeakageKind.SameTask ? Figures.Plural(f.Count, "task", "tasks") : Figures.Plural(f.Count, "input", "inputs"))
            + $" {(f.Count == 1 ? "is" : "are")} in several splits, such as "
            + string.Join("; ", f.Examples.Select(e => string.Join(" and ", e.Rows.Select(r => $"'{r.Value}' ({r.Key})"))))
        );
        return string.Join(". ", parts);
    }

    /// <summary>The number of rows with the input of another row.</summary>
    public static int Duplicates(IReadOnlyList<DatasetRow> rows) => Deduplication.Of(rows).Removed.Count;
}
