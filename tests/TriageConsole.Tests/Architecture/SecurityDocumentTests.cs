using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TriageConsole.Tests.Architecture;

/// <summary>docs/security.md names the tests that show what it promises.</summary>
public sealed class SecurityDocumentTests
{
    [Fact]
    public void TestClasses_NamedInTheDocument_Exist()
    {
        var root = Root();
        var text = File.ReadAllText(Path.Combine(root, "docs", "security.md"));
        var named = Regex
            .Matches(text, "`([A-Z][A-Za-z]*(?:Tests|Journeys))`", RegexOptions.NonBacktracking)
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();
        Assert.NotEmpty(named);
        var files = Directory
            .EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], named.Except(files));
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(path, "..", "..", "..", ".."));
}
