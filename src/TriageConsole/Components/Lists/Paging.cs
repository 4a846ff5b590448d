using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Components.Lists;

#pragma warning restore CA1000

/// <summary>Pages lists and prepares search texts.</summary>
internal static class Paging
{
    /// <summary>The page size of tables.</summary>
    public const int Rows = 50;

    private const int MaxFind = 200;

    /// <summary>Returns the page with this number, or the last page if there are fewer.</summary>
    public static async Task<ListPage<T>> ToPageAsync<T>(this IQueryable<T> rows, int number, int size, CancellationToken cancellationToken)
    {
        var total = await rows.CountAsync(cancellationToken);
        number = Clamp(number, total, size);
        return new ListPage<T>(
            total == 0 ? [] : await rows.Skip((number - 1) * size).Take(size).ToListAsync(cancellationToken),
            total,
            number,
            size
        );
    }

    /// <summary>Pages a list that is already in memory.</summary>
    public static ListPage<T> ToPage<T>(this IReadOnlyList<T> rows, int number, int size)
    {
        number = Clamp(number, rows.Count, size);
        return new ListPage<T>([.. rows.Skip((number - 1) * size).Take(size)], rows.Count, number, size);
    }

    /// <summary>The search text for lower-case columns. Null if there is nothing to search for.</summary>
    public static string? Contains(string? find)
    {
        if (string.IsNullOrWhiteSpace(find))
            return null;
        return Core.Texts.Begin(Core.Texts.Storable(find.Trim()), MaxFind).ToLowerInvariant();
    }

    private static int Clamp(int number, int total, int size) => Math.Clamp(number, 1, Math.Max(1, (total + size - 1) / size));
}
