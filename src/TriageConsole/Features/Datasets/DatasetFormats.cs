using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>The names of what can be exported from a version.</summary>
internal static class DatasetFormats
{
    public const string Parquet = "parquet";
    public const string Manifest = "manifest";
    public const string Croissant = "croissant";
    public const string OpenLineage = "openlineage";

    /// <summary>All names, in the order of pages and messages.</summary>
    public static readonly string[] Names = ["chat", "preference", "evaluation", "csv", Parquet, Manifest, Croissant, OpenLineage];

    /// <summary>The file format of a name; null for descriptions of the version.</summary>
    public static DatasetFormat? FileOf(string name) =>
        name switch
        {
            "chat" => DatasetFormat.Chat,
            "preference" => DatasetFormat.Preference,
            "evaluation" => DatasetFormat.Evaluation,
            "csv" => DatasetFormat.Csv,
            _ => null,
        };

    public static string NameOf(DatasetFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>The name of a file as it is downloaded.</summary>
    public static string FileName(string dataset, int number, string? split, string format) =>
        $"{Safe(dataset)}-v{number}{(split is null ? "" : "-" + Safe(split))}"
        + $".{(format is Manifest or OpenLineage ? format + "." : "")}{Extension(format)}";

    /// <summary>The names for a kind of dataset.</summary>
    public static IReadOnlyList<string> Of(DatasetKind kind) =>
        [.. DatasetPolicy.FormatsOf(kind).Select(NameOf), Parquet, Manifest, Croissant, OpenLineage];

    public static string ContentType(string name) =>
        name switch
        {
            "csv" => "text/csv; charset=utf-8",
            Parquet => "application/vnd.apache.parquet",
            Croissant => "application/ld+json; profile=\"http://mlcommons.org/croissant/1.1\"",
            Manifest or OpenLineage => "application/json",
            _ => "application/x-ndjson",
        };

    public static string Extension(string name) =>
        name switch
        {
            "csv" => "csv",
            Manifest or OpenLineage => "json",
            Parquet => "parquet",
            Croissant => "jsonld",
            _ => "jsonl",
        };

    private static string Safe(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
