using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TriageConsole.Tests.Architecture;

/// <summary>The rules of the house: who may know whom.</summary>
public sealed partial class ReferenceTests
{
    /// <summary>The way of the data: a feature calls those before it, never those after it.</summary>
    private static readonly string[] Loop =
    [
        "Workflows",
        "Notices",
        "Ingest",
        "Interactions",
        "Patterns",
        "Rubrics",
        "Triage",
        "Labeling",
        "Labels",
        "Agreement",
        "Golden",
        "Budget",
        "Datasets",
        "Evaluation",
        "Releases",
        "Routing",
        "Outcomes",
        "Reports",
        "DataHealth",
        "Admin",
        "Home",
        "Demo",
    ];

    private static readonly string Source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src"));

    [Fact]
    public void Core_References_NeitherDataNorWeb() =>
        AssertReferences(
            typeof(Core.Events.EventReader).Assembly.GetReferencedAssemblies().Select(a => a.Name!),
            "EntityFrameworkCore",
            "AspNetCore",
            "TriageConsole",
            "Npgsql"
        );

    [Fact]
    public void Data_References_NoMigrationsAndNoApp() =>
        AssertReferences(
            typeof(Data.TriageDbContext).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n != "TriageConsole.Core"),
            "TriageConsole",
            "Components"
        );

    [Fact]
    public void Feature_Usings_PointOnlyBackwards()
    {
        var wrong = new List<string>();
        foreach (var (feature, file) in FeatureFiles())
        {
            var own = Array.IndexOf(Loop, feature);
            if (own < 0)
                wrong.Add($"{feature} stands nowhere in the loop");
            foreach (Match used in UsedFeature().Matches(File.ReadAllText(file)))
                if (Array.IndexOf(Loop, used.Groups[1].Value) > own)
                    wrong.Add($"{Path.GetFileName(file)}: {feature} uses {used.Groups[1].Value}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Components_NeverSee_ADbContext() =>
        Assert.DoesNotContain(
            FeatureFiles()
                .Where(f => f.File.EndsWith(".razor", StringComparison.Ordinal) || f.File.EndsWith(".razor.cs", StringComparison.Ordinal)),
            f => File.ReadAllText(f.File).Contains("DbContext", StringComparison.Ordinal)
        );

    [Fact]
    public void Markup_NeverCarries_InlineStyleScriptOrRawHtml() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories).Where(f => !InBuild(f)),
            f => RawMarkup().IsMatch(File.ReadAllText(f))
        );

    /// <summary>A parameter of a component is text, not markup: what is encoded in it is encoded twice on the page.</summary>
    [Fact]
    public void Markup_NeverEncodes_WhatRazorEncodes() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories).Where(f => !InBuild(f)),
            f => EncodedParameter().IsMatch(File.ReadAllText(f))
        );

    private static IEnumerable<(string Feature, string File)> FeatureFiles()
    {
        var root = Path.Combine(Source, "TriageConsole", "Features");
        return Directory
            .EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(root, f).Split(Path.DirectorySeparatorChar)[0], f));
    }

    private static void AssertReferences(IEnumerable<string> names, params string[] forbidden) =>
        Assert.DoesNotContain(names, n => forbidden.Any(f => n.Contains(f, StringComparison.Ordinal)));

    private static bool InBuild(string path) =>
        path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""="[^"<>]*&(\w+|#\w+);""")]
    private static partial Regex EncodedParameter();

    [GeneratedRegex(@"using TriageConsole\.Features\.(\w+)")]
    private static partial Regex UsedFeature();

    [GeneratedRegex(@"\sstyle=|MarkupString|<script>|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex RawMarkup();
}
