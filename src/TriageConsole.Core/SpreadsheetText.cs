using System.Text.RegularExpressions;

namespace TriageConsole.Core;

/// <summary>Texts that are safe to open in a spreadsheet: one that it would run as a formula gets an apostrophe in front.</summary>
public static partial class SpreadsheetText
{
    /// <summary>The text as it is, or with an apostrophe in front. A plain number, also a negative one, stays as it is.</summary>
    /// <param name="text">The text; null is empty.</param>
    public static string Safe(string? text) =>
        string.IsNullOrEmpty(text) ? ""
        : StartsFormula(text) ? "'" + text
        : text;

    private static bool StartsFormula(string text) =>
        text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' && !PlainNumber().IsMatch(text);

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
