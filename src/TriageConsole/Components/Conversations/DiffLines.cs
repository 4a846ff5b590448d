using System.Text;
using System.Text.RegularExpressions;

namespace TriageConsole.Components.Conversations;

/// <summary>The lines of a unified diff.</summary>
internal static partial class DiffLines
{
    /// <summary>More lines before the first hunk than Git writes for a file. It bounds the work on a text of headers alone.</summary>
    private const int MaxHeaders = 10;

    /// <summary>Whether a text is a diff: by its language, or by a hunk header.</summary>
    public static bool Are(string text, string? language = null) =>
        language is "diff" or "patch" || (language is null or "" && Hunk().IsMatch(text));

    /// <summary>Each line with its kind: added, removed, hunk, or empty for context.</summary>
    public static IEnumerable<(string Line, string Kind)> Of(string text) =>
        text.Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Select(line =>
                (
                    line,
                    line switch
                    {
                        _ when line.StartsWith("+++", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal) =>
                            "hunk",
                        _ when line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("diff ", StringComparison.Ordinal) =>
                            "hunk",
                        ['+', ..] => "added",
                        ['-', ..] => "removed",
                        _ => "",
                    }
                )
            );

    /// <summary>
    /// Markdown with a fence around each diff that has none, because Markdown would show its lines as lists and its headings as rules. A
    /// diff begins with a file header or a hunk header, has at least one hunk, and ends where its lines end.
    /// </summary>
    public static string Fenced(string markdown)
    {
        if (!Hunk().IsMatch(markdown))
            return markdown;
        var lines = markdown.Split('\n');
        var result = new StringBuilder(markdown.Length + 64);
        string? fence = null;
        for (var at = 0; at < lines.Length; )
        {
            var end = fence is null ? EndOfDiff(lines, at) : at;
            if (end > at)
            {
                var diff = string.Join('\n', lines[at..end]);
                var marks = new string('`', Math.Max(3, 1 + LongestRun(diff)));
                result
                    .Append('\n')
                    .Append(marks)
                    .Append("diff\n")
                    .Append(diff.TrimEnd('\n', '\r'))
                    .Append('\n')
                    .Append(marks)
                    .Append("\n\n");
                at = end;
                continue;
            }

            fence = Fence().Match(lines[at]) is { Success: true } mark ? After(fence, mark.Groups[1].Value) : fence;
            result.Append(lines[at]).Append(++at < lines.Length ? "\n" : "");
        }

        return result.ToString();
    }

    /// <summary>The fence that is open after a line that begins with these marks.</summary>
    private static string? After(string? open, string marks) =>
        open is null ? marks
        : marks[0] == open[0] && marks.Length >= open.Length ? null
        : open;

    /// <summary>The line after the diff that begins at a line; the line itself if none begins there.</summary>
    private static int EndOfDiff(string[] lines, int start)
    {
        if (!Hunk().IsMatch(lines[start]) && !Header().IsMatch(lines[start]))
            return start;
        var (at, hunks) = (start, 0);
        while (at < lines.Length && (hunks > 0 || at < start + MaxHeaders))
        {
            if (Hunk().IsMatch(lines[at]))
                hunks++;
            else if (!Header().IsMatch(lines[at]) && (hunks == 0 || !IsOfHunk(lines, at)))
                break;
            at++;
        }

        return hunks == 0 ? start : at;
    }

    /// <summary>Context can be a blank line whose one space was cut; it belongs to the diff if a line of the diff follows.</summary>
    private static bool IsOfHunk(string[] lines, int at) =>
        lines[at].TrimEnd('\r') is { Length: > 0 } line
            ? line[0] is '+' or '-' or ' ' or '\\'
            : at + 1 < lines.Length && lines[at + 1] is ['+' or '-' or ' ' or '@', ..];

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        return longest;
    }

    [GeneratedRegex(@"^ {0,3}(`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(diff --git |index [0-9a-f]+\.\.[0-9a-f]+|(new|deleted) file mode |(---|\+\+\+) \S)")]
    private static partial Regex Header();

    [GeneratedRegex(@"^@@ -\d+(,\d+)? \+\d+(,\d+)? @@", RegexOptions.Multiline)]
    private static partial Regex Hunk();
}
