using System.Text.RegularExpressions;

namespace TriageConsole.Core;

/// <summary>Prevents formula injection: a text that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
public static partial class SpreadsheetText
{
    /// <summary>The unchanged text, or the text with a leading apostrophe. A plain number stays unchanged, also a negative one.</summary>
    /// <param name="text">The text; null gives an empty text.</param>
    public static string Safe(string? text) =>
        string.IsNullOrEmpty(text) ? ""
        : StartsFormula(text) ? "'" + text
        : text;

    private static bool StartsFormula(string text) =>
        text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' && !PlainNumber().IsMatch(text);

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
