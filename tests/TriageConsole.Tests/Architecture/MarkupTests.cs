using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TriageConsole.Tests.Architecture;

/// <summary>Checks for forbidden markup.</summary>
public sealed partial class MarkupTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src"));

    [Fact]
    public void Markup_NeverCarries_InlineStyleScriptOrRawHtml() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories).Where(f => !InBuild(f)),
            f => RawMarkup().IsMatch(File.ReadAllText(f))
        );

    /// <summary>A parameter of a component is text, not markup: encoding it would encode it twice on the page.</summary>
    [Fact]
    public void Markup_NeverEncodes_WhatRazorEncodes() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories).Where(f => !InBuild(f)),
            f => EncodedParameter().IsMatch(File.ReadAllText(f))
        );

    private static bool InBuild(string path) =>
        path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""="[^"<>]*&(\w+|#\w+);""")]
    private static partial Regex EncodedParameter();

    [GeneratedRegex(@"\sstyle=|MarkupString|<script>|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex RawMarkup();
}
