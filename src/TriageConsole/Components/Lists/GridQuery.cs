using Microsoft.AspNetCore.WebUtilities;

namespace TriageConsole.Components.Lists;

/// <summary>The part of a list that a grid shows: its order and its page. The address contains it.</summary>
/// <param name="Sort">The key of the column; null for the order of the list itself.</param>
/// <param name="IsDescending">Whether the largest value comes first.</param>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="Size">The number of rows of a page.</param>
public sealed record GridQuery(string? Sort = null, bool IsDescending = false, int Page = 1, int Size = Paging.Rows)
{
    /// <summary>The page sizes that a person can choose.</summary>
    internal static readonly int[] Sizes = [25, 50, 100, 200];

    /// <summary>Reads the parameters sort (with a minus sign if descending), page and size. Invalid values count as missing.</summary>
    public static GridQuery Of(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        return Read(name => values.TryGetValue(name, out var value) ? value.ToString() : null);
    }

    internal static GridQuery Of(IQueryCollection values) => Read(name => values[name].ToString());

    private static GridQuery Read(Func<string, string?> value)
    {
        var sort = value("sort") ?? "";
        var isDescending = sort.StartsWith('-');
        var key = isDescending ? sort[1..] : sort;
        return new GridQuery(
            key.Length == 0 ? null : key,
            isDescending,
            int.TryParse(value("page"), System.Globalization.CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1,
            int.TryParse(value("size"), System.Globalization.CultureInfo.InvariantCulture, out var size) && Sizes.Contains(size)
                ? size
                : Paging.Rows
        );
    }
}
