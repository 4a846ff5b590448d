using System.Buffers;
using CsvHelper;

namespace TriageConsole.Core.Datasets;

/// <summary>Lines of a CSV file. A text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
internal sealed class CsvLines : IDisposable
{
    private static readonly string[] Columns =
    [
        "key",
        "task",
        "split",
        "pattern",
        "weight",
        "input_hash",
        "labels",
        "input",
        "preferred",
        "non_preferred",
        "answers",
    ];

    private readonly MemoryStream line = new();
    private readonly CsvWriter csv;

    public CsvLines() =>
        csv = CsvWriter.Create(
            line,
            new CsvWriterOptions
            {
                WriteByteOrderMark = false,
                NewLine = "\n",
                Quoting = CsvQuoting.WhenNeededOrWhitespace,
                // Some spreadsheets split columns at semicolons and tabs, regardless of the separator in the file.
                ShouldQuote = (field, _, _, _) => field.ContainsAny(';', '\t'),
            },
            leaveOpen: true
        );

    public void WriteHeader(IBufferWriter<byte> output)
    {
        foreach (var column in Columns)
            csv.WriteField(column);
        Take(output);
    }

    public void Write(DatasetRow row, IBufferWriter<byte> output)
    {
        csv.WriteField(SpreadsheetText.Safe(row.Key));
        csv.WriteField(SpreadsheetText.Safe(row.TaskKey));
        csv.WriteField(SpreadsheetText.Safe(row.Split));
        csv.WriteField(SpreadsheetText.Safe(row.Pattern));
        csv.WriteField(CanonicalJson.Number(row.Weight));
        csv.WriteField(SpreadsheetText.Safe(row.InputHash));
        csv.WriteField(RowTexts.Labels(row));
        csv.WriteField(RowJson.Text(row.Content.Input));
        csv.WriteField(RowJson.Text(row.Content.Preferred));
        csv.WriteField(RowJson.Text(row.Content.NonPreferred));
        csv.WriteField(RowJson.Text(row.Content.Answers));
        Take(output);
    }

    public void Dispose()
    {
        csv.Dispose();
        line.Dispose();
    }

    private void Take(IBufferWriter<byte> output)
    {
        csv.EndRecord();
        csv.Flush();
        output.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        line.SetLength(0);
    }
}
