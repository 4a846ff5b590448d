using System.Collections;
using Microsoft.EntityFrameworkCore;

namespace TriageConsole.Components.Lists;

#pragma warning disable CA1000 // An empty page is of its list like any other.
/// <summary>One page of a list, cut by the database. <paramref name="Number"/> counts from 1.</summary>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, int Number, int Size) : IReadOnlyList<T>
{
    public static ListPage<T> None { get; } = new([], 0, 1, 1);

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Rows on this page; <see cref="Total"/> counts all.</summary>
    public int Count => Items.Count;

    public T this[int index] => Items[index];

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public ListPage<TOther> With<TOther>(IReadOnlyList<TOther> items) => new(items, Total, Number, Size);
}
#pragma warning restore CA1000

/// <summary>Cuts lists into pages and finds by a part of a name.</summary>
internal static class Paging
{
    /// <summary>Rows of a page of names and figures.</summary>
    public const int Rows = 50;

    private const int MaxFind = 200;

    /// <summary>The page of that number; the last one where there are fewer.</summary>
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

    /// <summary>The same of what is in memory already.</summary>
    public static ListPage<T> ToPage<T>(this IReadOnlyList<T> rows, int number, int size)
    {
        number = Clamp(number, rows.Count, size);
        return new ListPage<T>([.. rows.Skip((number - 1) * size).Take(size)], rows.Count, number, size);
    }

    /// <summary>What to look for in texts in lower case; null where there is nothing to find.</summary>
    public static string? Contains(string? find)
    {
        if (string.IsNullOrWhiteSpace(find))
            return null;
        return Core.Texts.Begin(Core.Texts.Storable(find.Trim()), MaxFind).ToLowerInvariant();
    }

    private static int Clamp(int number, int total, int size) => Math.Clamp(number, 1, Math.Max(1, (total + size - 1) / size));
}
