namespace TriageConsole.Features.Tables;

/// <summary>A table that is ready to be written.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows; each is read when it is needed.</param>
public sealed record OpenTable(IReadOnlyList<TableColumn> Columns, IAsyncEnumerable<TableRow> Rows)
{
    /// <summary>The table with some of its columns, in its own order. Unknown names are ignored; without a known one all stay.</summary>
    public OpenTable With(IReadOnlySet<string> names)
    {
        var kept = Enumerable.Range(0, Columns.Count).Where(n => names.Contains(Columns[n].Name)).ToArray();
        return kept.Length == 0
            ? this
            : new OpenTable([.. kept.Select(n => Columns[n])], Rows.Select(r => r with { Values = [.. kept.Select(n => r.Values[n])] }));
    }
}
