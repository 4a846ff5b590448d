using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TriageConsole.Tests.Architecture;

/// <summary>Rules for markup that the compiler does not check.</summary>
public sealed partial class RazorFileTests
{
    /// <summary>The first numbers its reads, the second cancels the one before.</summary>
    private static readonly string[] OrderedOtherwise =
    [
        "CommentsPanel.razor.cs: override async Task OnParametersSetAsync()",
        "InteractionFacetsPanel.razor.cs: override Task OnParametersSetAsync() => Query == loaded ? Task.CompletedTask : LoadAsync();",
    ];

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

    /// <summary>Loads of a component that overlap run one after the other (see <c>LoadOrder</c>).</summary>
    [Fact]
    public void LoadsAfterANavigation_RunInOrder()
    {
        var found =
            from file in Files("*.razor").Concat(Files("*.razor.cs"))
            where file.Contains("/Features/", StringComparison.Ordinal)
            from Match load in Load().Matches(File.ReadAllText(file))
            where !load.Value.Contains(".RunAsync(", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {load.Value.Trim()}";
        Assert.Equal(OrderedOtherwise, found.Order(StringComparer.Ordinal));
    }

    /// <summary>A message that is given otherwise does not go with a change, or goes when a required field loses the focus.</summary>
    [Fact]
    public void MessagesAtFields_AreFieldMessages()
    {
        var found =
            from file in Files("*.razor")
            let text = File.ReadAllText(file)
            from Match used in OwnMessage().Matches(text).Concat(NumberWithMessage().Matches(text))
            select $"{Path.GetFileName(file)}: {used.Value}";
        Assert.Empty(found);
    }

    // MudBlazor takes the message from its own number fields when they lose the focus.
    [GeneratedRegex("<MudNumericField\\b(?:[^/]|/(?!>))*@attributes")]
    private static partial Regex NumberWithMessage();

    private static IEnumerable<string> Files(string pattern, [CallerFilePath] string path = "") =>
        Directory
            .EnumerateFiles(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "src"), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"override [a-z ]*Task OnParametersSetAsync\(.*")]
    private static partial Regex Load();

    [GeneratedRegex("ErrorText=|\\bValidation=")]
    private static partial Regex OwnMessage();

    [GeneratedRegex(@"<tr\b.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex(@"<Mud(Tooltip|Select|Menu|Chip|Autocomplete|DatePicker)\b")]
    private static partial Regex Heavy();
}
