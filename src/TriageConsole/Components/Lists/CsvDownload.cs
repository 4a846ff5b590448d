using CsvHelper;
using Microsoft.Net.Http.Headers;

namespace TriageConsole.Components.Lists;

/// <summary>Streams a list as a CSV file (RFC 4180, UTF-8) with the columns of the address.</summary>
internal static class CsvDownload
{
    /// <summary>Longer lists are cut. A file for a spreadsheet cannot hold many more rows.</summary>
    public const int MaxRows = 100_000;

    public static async Task WriteAsync<T>(HttpContext context, string name, IReadOnlyList<GridField<T>> fields, IAsyncEnumerable<T> rows)
    {
        var cancellationToken = context.RequestAborted;
        var shown = GridField<T>.Shown(fields, context.Request.Query["columns"]);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        var options = new CsvWriterOptions
        {
            // Without the mark, spreadsheets take the file for another encoding.
            WriteByteOrderMark = true,
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
            ShouldQuote = (field, _, _, _) => field.ContainsAny(';', '\t'),
        };
        await using var csv = CsvWriter.Create(context.Response.Body, options, leaveOpen: true);
        foreach (var field in shown)
            csv.WriteField(field.Key);
        await csv.EndRecordAsync(cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var field in shown)
                csv.WriteField(GridText.File(field.Value(row)));
            await csv.EndRecordAsync(cancellationToken);
        }
    }
}
