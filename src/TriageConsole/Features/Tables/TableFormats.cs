using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>The formats of files by their names in addresses.</summary>
internal static class TableFormats
{
    public static IReadOnlyList<string> Names { get; } = ["csv", "ndjson", "parquet"];

    public static TableFormat Of(string name) =>
        name switch
        {
            "csv" => TableFormat.Csv,
            "parquet" => TableFormat.Parquet,
            _ => TableFormat.Ndjson,
        };

    /// <summary>The name of a format, which is also the extension of its files.</summary>
    public static string Extension(TableFormat format) => Names[(int)format];

    public static string ContentType(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "text/csv; charset=utf-8",
            TableFormat.Parquet => "application/vnd.apache.parquet",
            _ => "application/x-ndjson",
        };
}
