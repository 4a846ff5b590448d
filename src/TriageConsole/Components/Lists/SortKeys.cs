using System.Linq.Expressions;

namespace TriageConsole.Components.Lists;

/// <summary>The columns by which a list can be ordered. Rows without a value come last in both directions.</summary>
internal sealed class SortKeys<T>
{
    private readonly Dictionary<string, Func<IQueryable<T>, bool, IOrderedQueryable<T>>> orders = new(StringComparer.Ordinal);

    public SortKeys<T> Add<TKey>(string key, Expression<Func<T, TKey>> by)
    {
        orders[key] = (rows, isDescending) => isDescending ? rows.OrderByDescending(by) : rows.OrderBy(by);
        return this;
    }

    /// <summary>Adds a column whose value can be missing. Servers differ in where they put NULL, so the order states it.</summary>
    public SortKeys<T> AddOptional<TKey>(string key, Expression<Func<T, TKey>> by)
    {
        var isMissing = Expression.Lambda<Func<T, bool>>(Expression.Equal(by.Body, Expression.Constant(null, typeof(TKey))), by.Parameters);
        orders[key] = (rows, isDescending) =>
            isDescending ? rows.OrderBy(isMissing).ThenByDescending(by) : rows.OrderBy(isMissing).ThenBy(by);
        return this;
    }

    /// <summary>Null if the query names no column of the list.</summary>
    public IOrderedQueryable<T>? Apply(IQueryable<T> rows, GridQuery query) =>
        query.Sort is { } key && orders.TryGetValue(key, out var order) ? order(rows, query.IsDescending) : null;
}
