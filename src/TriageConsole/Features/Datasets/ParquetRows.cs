using Parquet;
using Parquet.Schema;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Features.Datasets;

/// <summary>Writes rows as Parquet. The same rows give the same bytes, as long as the library is the same.</summary>
internal static class ParquetRows
{
    private const int GroupRows = 5000;

    /// <summary>A group with much text is closed earlier: it is in memory until it is written.</summary>
    private const long GroupChars = 8 << 20;

    private static readonly DataField<double> Weight = new("weight");
    private static readonly DataField<string>[] Texts = [.. RowTexts.Columns.Select(c => new DataField<string>(c))];

    public static async Task WriteAsync(IAsyncEnumerable<DatasetRow> rows, Stream output, CancellationToken cancellationToken)
    {
        // The writer asks for its position, which a response does not have.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"triage-{Guid.NewGuid():N}.parquet"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            }
        );
        await using (
            var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema([.. Texts.Cast<Field>(), Weight]),
                file,
                cancellationToken: cancellationToken
            )
        )
        {
            var (group, chars) = (new List<(IReadOnlyList<string?> Values, double Weight)>(), 0L);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var values = RowTexts.Of(row);
                group.Add((values, row.Weight));
                chars += values.Sum(v => v?.Length ?? 0L);
                if (group.Count < GroupRows && chars < GroupChars)
                    continue;
                await WriteAsync(writer, group, cancellationToken);
                group.Clear();
                chars = 0;
            }

            if (group.Count > 0)
                await WriteAsync(writer, group, cancellationToken);
        }

        file.Position = 0;
        await file.CopyToAsync(output, cancellationToken);
    }

    private static async Task WriteAsync(
        ParquetWriter writer,
        List<(IReadOnlyList<string?> Values, double Weight)> group,
        CancellationToken cancellationToken
    )
    {
        using var rowGroup = writer.CreateRowGroup();
        for (var n = 0; n < Texts.Length; n++)
        {
            var at = n;
            await rowGroup.WriteAsync(Texts[n], group.ConvertAll(r => r.Values[at]!));
        }

        await rowGroup.WriteAsync<double>(Weight, group.Select(r => r.Weight).ToArray(), cancellationToken: cancellationToken);
    }
}
