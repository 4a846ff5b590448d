using System.Buffers;
using System.Security.Cryptography;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// Writes rows to a file. The same rows give the same bytes on every machine: UTF-8 without a byte order mark, LF at the end of every line,
/// and numbers as in RFC 8785.
/// </summary>
public static class DatasetWriter
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Writes all rows, one by one.</summary>
    /// <param name="format">The format.</param>
    /// <param name="rows">
    /// Rows in ascending order of their keys by UTF-16 code units. Collations of databases differ, so a query must not decide the order of
    /// the file.
    /// </param>
    /// <param name="output">A stream, which stays open.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is not known.</exception>
    /// <exception cref="ArgumentException">
    /// A key is not above the one before, or a row fails <see cref="RowValidation.Check"/>. The file is not complete then.
    /// </exception>
    public static async Task<DatasetFile> WriteAsync(
        DatasetFormat format,
        IAsyncEnumerable<DatasetRow> rows,
        Stream output,
        CancellationToken cancellationToken = default
    )
    {
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not known.");
        using var csv = format == DatasetFormat.Csv ? new CsvLines() : null;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(2 * BufferBytes);
        var (count, bytes) = (0L, 0L);
        string? last = null;
        csv?.WriteHeader(buffer);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (last is not null && string.CompareOrdinal(last, row.Key) >= 0)
                throw new ArgumentException($"The key '{row.Key}' is not above the one before, '{last}'.", nameof(rows));
            if (RowValidation.Check(row, format) is [var finding, ..])
                throw new ArgumentException(finding.Explanation, nameof(rows));
            last = row.Key;
            count++;
            if (csv is not null)
                csv.Write(row, buffer);
            else
                WriteLine(format, row, buffer);
            if (buffer.WrittenCount >= BufferBytes)
                await FlushAsync();
        }

        await FlushAsync();
        return new DatasetFile(format, count, bytes, Convert.ToHexStringLower(sha.GetHashAndReset()));

        async Task FlushAsync()
        {
            sha.AppendData(buffer.WrittenSpan);
            bytes += buffer.WrittenCount;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    private static void WriteLine(DatasetFormat format, DatasetRow row, ArrayBufferWriter<byte> buffer)
    {
        if (format == DatasetFormat.Chat)
            RowJson.WriteChat(row, buffer);
        else if (format == DatasetFormat.Preference)
            RowJson.WritePreference(row, buffer);
        else
            RowJson.WriteEvaluation(row, buffer);
        buffer.Write("\n"u8);
    }
}
