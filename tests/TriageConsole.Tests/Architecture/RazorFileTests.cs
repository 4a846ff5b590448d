using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TriageConsole.Tests.Architecture;

/// <summary>Rules for markup that the compiler does not check.</summary>
public sealed partial class RazorFileTests
{
    /// <summary>Each of these registers a popover or keeps state for each row, which slows the page.</summary>
    [Fact]
    public void TableRows_HaveNoPopovers()
    {
        var found =
            from file in Files("*.razor")
            from Match row in Row().Matches(File.ReadAllText(file))
            from Match used in Heavy().Matches(row.Value)
            select $"{Path.GetFileName(file)}: {used.Value}";
        Assert.Empty(found.Distinct());
    }

    private static IEnumerable<string> Files(string pattern, [CallerFilePath] string path = "") =>
        Directory
            .EnumerateFiles(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "src"), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"<tr\b.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex(@"<Mud(Tooltip|Select|Menu|Chip|Autocomplete|DatePicker)\b")]
    private static partial Regex Heavy();
}
