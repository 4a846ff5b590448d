using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using TriageConsole.Components.Lists;
using TriageConsole.Core;
using TriageConsole.Data.Tables;

namespace TriageConsole.Features.Tables;

/// <summary>Writes a table to a stream, row by row.</summary>
internal static class TableWriter
{
    private const int BufferBytes = 64 << 10;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the whole table. Returns the number of rows.</summary>
    public static Task<long> WriteAsync(
        TableFormat format,
        IReadOnlyList<TableColumn> columns,
        IAsyncEnumerable<TableRow> rows,
        Stream output,
        CancellationToken cancellationToken
    ) =>
        format switch
        {
            TableFormat.Csv => WriteCsvAsync(columns, rows, output, cancellationToken),
            TableFormat.Parquet => ParquetTable.WriteAsync(columns, rows, output, cancellationToken),
            _ => WriteJsonAsync(columns, rows, output, cancellationToken),
        };

    /// <summary>
    /// RFC 4180, UTF-8 with a byte order mark. A text that a spreadsheet would run as a formula gets a leading apostrophe.
    /// </summary>
    private static async Task<long> WriteCsvAsync(
        IReadOnlyList<TableColumn> columns,
        IAsyncEnumerable<TableRow> rows,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        var options = new CsvWriterOptions
        {
            WriteByteOrderMark = true,
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
            // Some spreadsheets split columns at semicolons and tabs, regardless of the separator in the file.
            ShouldQuote = (field, _, _, _) => field.ContainsAny(';', '\t'),
        };
        var count = 0L;
        await using var csv = CsvWriter.Create(output, options, leaveOpen: true);
        foreach (var column in columns)
            csv.WriteField(SpreadsheetText.Safe(column.Name));
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var value in row.Values)
                csv.WriteField(GridText.File(value));
            await csv.EndRecordAsync(cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>One object per line. A missing value has no property.</summary>
    private static async Task<long> WriteJsonAsync(
        IReadOnlyList<TableColumn> columns,
        IAsyncEnumerable<TableRow> rows,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        var names = columns.Select(c => JsonEncodedText.Encode(c.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).ToList();
        var buffer = new ArrayBufferWriter<byte>(2 * BufferBytes);
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            using (var json = new Utf8JsonWriter(buffer, Json))
            {
                json.WriteStartObject();
                for (var n = 0; n < names.Count; n++)
                    Write(json, names[n], row.Values[n]);
                json.WriteEndObject();
            }

            buffer.Write("\n"u8);
            count++;
            if (buffer.WrittenCount < BufferBytes)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        return count;
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            // JSON has no other numbers.
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool yes:
                json.WriteBoolean(name, yes);
                break;
            case DateTimeOffset time:
                json.WriteString(name, time.ToUniversalTime());
                break;
            case string text:
                json.WriteString(name, text);
                break;
        }
    }
}
