using System.Runtime.CompilerServices;

namespace TriageConsole.Tests.Architecture;

/// <summary>Limits of source files: 300 lines, 140 columns, 160 in markup. CSharpier formats code, but not comments and texts.</summary>
public sealed class SourceFileTests
{
    private const int MaxLines = 300;
    private const int MaxColumns = 140;
    private const int MaxMarkupColumns = 160;

    [Fact]
    public void Files_HaveAtMost300Lines()
    {
        Assert.Empty(Sources().Where(f => f.Lines.Length > MaxLines).Select(f => f.Name));
    }

    [Fact]
    public void Lines_HaveAtMost140Columns()
    {
        var wide =
            from file in Sources()
            from line in file.Lines.Index()
            where line.Item.Length > MaxColumns
            select $"{file.Name}:{line.Index + 1}";
        Assert.Empty(wide);
    }

    /// <summary>CSharpier does not format markup.</summary>
    [Fact]
    public void MarkupLines_HaveAtMost160Columns()
    {
        var wide =
            from file in Sources("*.razor")
            from line in file.Lines.Index()
            where line.Item.Length > MaxMarkupColumns
            select $"{file.Name}:{line.Index + 1}";
        Assert.Empty(wide);
    }

    private static IEnumerable<(string Name, string[] Lines)> Sources(string pattern = "*.cs", [CallerFilePath] string path = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
        var files =
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Path.Combine(root, folder), pattern, SearchOption.AllDirectories)
            let name = Path.GetRelativePath(root, file).Replace('\\', '/')
            where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
            select (name, File.ReadAllLines(file));
        return files;
    }
}
