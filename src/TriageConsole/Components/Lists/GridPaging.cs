using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Components.Lists;

/// <summary>Reads pages of grids. Lists are counted and paged up to 10,000 rows, so that a list of a million rows costs no more.</summary>
internal static class GridPaging
{
    public const int MaxCount = 10_000;

    /// <summary>Counts rows and stops above the limit: the database reads at most one row more.</summary>
    public static async Task<(int Total, bool HasMore)> CountAsync<T>(IQueryable<T> rows, CancellationToken cancellationToken)
    {
        var count = await rows.Select(_ => 1).Take(MaxCount + 1).CountAsync(cancellationToken);
        return (Math.Min(count, MaxCount), count > MaxCount);
    }

    /// <summary>Reads the page of a query that is already ordered, or the last page if there are fewer.</summary>
    public static async Task<GridPage<T>> ToGridPageAsync<T>(
        this IQueryable<T> ordered,
        GridQuery query,
        CancellationToken cancellationToken
    )
    {
        var (total, hasMore) = await CountAsync(ordered, cancellationToken);
        var number = Number(query, total);
        var items =
            total == 0 ? [] : await ordered.Skip((number - 1) * query.Size).Take(Rows(query, number)).ToListAsync(cancellationToken);
        return new GridPage<T>(items, total, hasMore, number);
    }

    /// <summary>Pages a list that is already in memory.</summary>
    public static GridPage<T> ToGridPage<T>(this IReadOnlyList<T> ordered, GridQuery query)
    {
        var number = Number(query, ordered.Count);
        return new GridPage<T>([.. ordered.Skip((number - 1) * query.Size).Take(query.Size)], ordered.Count, false, number);
    }

    public static GridPage<TOther> With<T, TOther>(this GridPage<T> page, Func<T, TOther> row) =>
        new([.. page.Items.Select(row)], page.Total, page.HasMore, page.Number);

    public static int Number(GridQuery query, int total) => Math.Clamp(query.Page, 1, Math.Max(1, (total + query.Size - 1) / query.Size));

    /// <summary>The last page ends at the limit.</summary>
    public static int Rows(GridQuery query, int number) => Math.Min(query.Size, MaxCount - ((number - 1) * query.Size));
}
