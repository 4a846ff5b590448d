using System.Buffers;
using System.Text.RegularExpressions;

namespace TriageConsole.Core;

/// <summary>
/// Fields of CSV (RFC 4180), safe to open in a spreadsheet: a text that one would run as a formula gets an apostrophe in front. A plain
/// number stays as it is, and so does every other text.
/// </summary>
public static partial class CsvText
{
    /// <summary>What ends a line.</summary>
    public const string LineEnd = "\r\n";

    /// <summary>Semicolons and tabs separate columns in some spreadsheets, whatever the file says.</summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;\t\"\r\n");

    /// <summary>One line, without its end.</summary>
    /// <param name="fields">The texts of its fields; null is empty.</param>
    public static string Row(IEnumerable<string?> fields) => string.Join(',', fields.Select(Field));

    /// <summary>One field, quoted where it must be.</summary>
    /// <param name="text">The text; null is empty.</param>
    public static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (StartsFormula(text))
            text = "'" + text;
        return text.AsSpan().ContainsAny(Separators) || text[0] == ' ' || text[^1] == ' '
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }

    private static bool StartsFormula(string text) =>
        text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' && !PlainNumber().IsMatch(text);

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
