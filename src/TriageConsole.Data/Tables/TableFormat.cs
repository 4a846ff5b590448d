namespace TriageConsole.Data.Tables;

/// <summary>The format of an exported table.</summary>
public enum TableFormat
{
    Csv = 0,
    Ndjson = 1,
    Parquet = 2,
}
