using System.Collections;

namespace TriageConsole.Components.Lists;

/// <summary>The rows that a grid shows.</summary>
/// <param name="Items">The rows of the page.</param>
/// <param name="Total">The number of rows of the list, at most <see cref="GridPaging.MaxCount"/>.</param>
/// <param name="HasMore">Whether the list has more rows than were counted.</param>
/// <param name="Number">The number of the page, from 1. It is lower than the requested one if the list is shorter.</param>
public sealed record GridPage<T>(IReadOnlyList<T> Items, int Total, bool HasMore, int Number) : IReadOnlyList<T>
{
    public int Count => Items.Count;

    public T this[int index] => Items[index];

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
