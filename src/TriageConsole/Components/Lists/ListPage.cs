using System.Collections;

namespace TriageConsole.Components.Lists;

#pragma warning disable CA1000 // The type of an empty page is the type of its list.
/// <summary>One page of a list; the database selects its rows. <paramref name="Number"/> counts from 1.</summary>
public sealed record ListPage<T>(IReadOnlyList<T> Items, int Total, int Number, int Size) : IReadOnlyList<T>
{
    public static ListPage<T> None { get; } = new([], 0, 1, 1);

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>The number of rows on this page. <see cref="Total"/> counts all rows.</summary>
    public int Count => Items.Count;

    public T this[int index] => Items[index];

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public ListPage<TOther> With<TOther>(IReadOnlyList<TOther> items) => new(items, Total, Number, Size);
}
