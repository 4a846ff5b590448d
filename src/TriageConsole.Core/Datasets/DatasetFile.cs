namespace TriageConsole.Core.Datasets;

/// <summary>A written file, for the manifest.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Rows">Number of rows, without the header.</param>
/// <param name="Bytes">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes: 64 hexadecimal digits in lower case.</param>
public sealed record DatasetFile(DatasetFormat Format, long Rows, long Bytes, string Sha256);
