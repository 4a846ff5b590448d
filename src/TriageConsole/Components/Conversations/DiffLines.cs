using System.Text.RegularExpressions;

namespace TriageConsole.Components.Conversations;

/// <summary>The lines of a unified diff.</summary>
internal static partial class DiffLines
{
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

    [GeneratedRegex(@"^@@ -\d+(,\d+)? \+\d+(,\d+)? @@", RegexOptions.Multiline)]
    private static partial Regex Hunk();
}
