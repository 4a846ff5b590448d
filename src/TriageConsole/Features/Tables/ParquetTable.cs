using Parquet;
using Parquet.Schema;

namespace TriageConsole.Features.Tables;

/// <summary>Writes Parquet. A row group is held in memory until it is written.</summary>
internal static class ParquetTable
{
    private const int GroupRows = 5000;

    /// <summary>A group with much text is closed earlier.</summary>
    private const long GroupChars = 8 << 20;

    public static async Task<long> WriteAsync(
        IReadOnlyList<TableColumn> columns,
        IAsyncEnumerable<TableRow> rows,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        var fields = columns.Select(FieldOf).ToList();
        var schema = new ParquetSchema(fields.Cast<Field>().ToArray());
        await using var counting = new CountingStream(output);
        await using var writer = await ParquetWriter.CreateAsync(schema, counting, cancellationToken: cancellationToken);
        var (group, chars, count) = (new List<TableRow>(GroupRows), 0L, 0L);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            group.Add(row);
            chars += row.Values.Sum(v => (v as string)?.Length ?? 0L);
            count++;
            if (group.Count < GroupRows && chars < GroupChars)
                continue;
            await WriteAsync(writer, columns, fields, group, cancellationToken);
            group.Clear();
            chars = 0;
        }

        if (group.Count > 0)
            await WriteAsync(writer, columns, fields, group, cancellationToken);
        return count;
    }

    private static DataField FieldOf(TableColumn column) =>
        column.Kind switch
        {
            TableValueKind.Number => new DataField<double?>(column.Name),
            TableValueKind.WholeNumber => new DataField<long?>(column.Name),
            TableValueKind.YesNo => new DataField<bool?>(column.Name),
            TableValueKind.Time => new DateTimeDataField(
                column.Name,
                DateTimeFormat.Timestamp,
                isAdjustedToUTC: true,
                DateTimeTimeUnit.Micros,
                isNullable: true
            ),
            _ => new DataField<string>(column.Name),
        };

    private static async Task WriteAsync(
        ParquetWriter writer,
        IReadOnlyList<TableColumn> columns,
        List<DataField> fields,
        List<TableRow> group,
        CancellationToken cancellationToken
    )
    {
        using var rowGroup = writer.CreateRowGroup();
        for (var n = 0; n < fields.Count; n++)
        {
            var at = n;
            switch (columns[n].Kind)
            {
                case TableValueKind.Number:
                    await rowGroup.WriteAsync<double>(fields[n], Values(r => (double?)r.Values[at]), cancellationToken: cancellationToken);
                    break;
                case TableValueKind.WholeNumber:
                    await rowGroup.WriteAsync<long>(fields[n], Values(r => (long?)r.Values[at]), cancellationToken: cancellationToken);
                    break;
                case TableValueKind.YesNo:
                    await rowGroup.WriteAsync<bool>(fields[n], Values(r => (bool?)r.Values[at]), cancellationToken: cancellationToken);
                    break;
                case TableValueKind.Time:
                    await rowGroup.WriteAsync<DateTime>(
                        fields[n],
                        Values(r => ((DateTimeOffset?)r.Values[at])?.UtcDateTime),
                        cancellationToken: cancellationToken
                    );
                    break;
                default:
                    await rowGroup.WriteAsync(fields[n], group.ConvertAll(r => (string)r.Values[at]!));
                    break;
            }
        }

        ReadOnlyMemory<T?> Values<T>(Func<TableRow, T?> value)
            where T : struct => group.Select(value).ToArray();
    }
}
