using System.Globalization;
using TriageConsole.Core;

namespace TriageConsole.Components.Lists;

/// <summary>Formats values of grid fields.</summary>
internal static class GridText
{
    /// <summary>For a cell. Without <paramref name="times"/>, times are in UTC.</summary>
    public static string Cell(object? value, Times? times = null) =>
        value switch
        {
            null or "" => "–",
            double number => SignificantDigits.Of(number, 3),
            int or long => Figures.Count(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            DateTimeOffset time => (times ?? new Times()).Exact(time),
            bool yes => yes ? "yes" : "no",
            _ => value.ToString() ?? "",
        };

    /// <summary>For a file. A text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
    public static string File(object? value) =>
        value switch
        {
            null => "",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            bool yes => yes ? "true" : "false",
            string text => SpreadsheetText.Safe(text),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => SpreadsheetText.Safe(value.ToString()),
        };

    /// <summary>The range of a page and the size of its list: 51–100 of 10 000+ interactions.</summary>
    public static string Range<T>(GridPage<T> page, int size, string one, string many)
    {
        var first = ((long)(page.Number - 1) * size) + 1;
        var total = page.HasMore ? $"{Figures.Count(page.Total)}+" : Figures.Count(page.Total);
        var noun = page is { Total: 1, HasMore: false } ? one : many;
        return page.Items.Count == 0
            ? $"{total} {noun}"
            : $"{Figures.Count(first)}–{Figures.Count(first + page.Items.Count - 1)} of {total} {noun}";
    }
}
