using TriageConsole.Components.Conversations;

namespace TriageConsole.Components.Tests;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("**bold**", true)]
    [InlineData("- one\n- two", true)]
    [InlineData("```\ncode\n```", true)]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", true)]
    [InlineData("See [the docs](https://example.com).", true)]
    [InlineData("Where is my refund?", false)]
    [InlineData("2 * 3 * 4 = 24", false)]
    [InlineData("  indented\n    text", false)]
    public void Applies_OnlyToTextsThatUseMarkdown(string text, bool expected) => Assert.Equal(expected, SafeMarkdown.Applies(text));

    [Theory]
    [InlineData("**x** <script>alert(1)</script>")]
    [InlineData("**x** <img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("![x](https://example.com/track.png)")]
    [InlineData("<https://example.com>")]
    [InlineData("- <a href=\"https://example.com\" onclick=\"x()\">x</a>")]
    [InlineData("**x** <button data-copy>Go</button>")]
    public void Markup_OfTheText_StaysText(string text)
    {
        var html = SafeMarkdown.Render(text).Value;
        foreach (var tag in new[] { "<script", "<img", "<a ", "<button", "<iframe", "<svg" })
            Assert.DoesNotContain(tag, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Links_ShowTheirAddress()
    {
        var html = SafeMarkdown.Render("See [the docs](https://example.com/a?b=1&c=2).").Value;
        Assert.Contains("the docs", html, StringComparison.Ordinal);
        Assert.Contains("https://example.com/a?b=1&amp;c=2", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_KeepsItsTextAndNamesItsLanguage()
    {
        var html = SafeMarkdown.Render("```csharp\nif (a < b && c > d) { }\n```").Value;
        Assert.Contains("csharp", html, StringComparison.Ordinal);
        Assert.Contains("if (a &lt; b &amp;&amp; c &gt; d) { }", html, StringComparison.Ordinal);
        Assert.Contains("data-copy", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_MarksAddedAndRemovedLines()
    {
        var html = SafeMarkdown.Render("```diff\n@@ -1 +1 @@\n-old\n+new\n same\n```").Value;
        Assert.Contains("<span class=\"diff-line removed\">-old", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"diff-line added\">+new", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_AreNoHeadingsOfThePage() =>
        Assert.DoesNotContain(
            "<h",
            SafeMarkdown.Render("# Title\n\ntext").Value.Replace("<hr", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );

    [Fact]
    public void LineBreaks_Stay() => Assert.Contains("<br", SafeMarkdown.Render("**a**\nb").Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("@@ -1,2 +1,3 @@\n-a\n+b", null, true)]
    [InlineData("- a list\n+ of marks", null, false)]
    [InlineData("-a\n+b", "diff", true)]
    [InlineData("-a\n+b", "python", false)]
    public void Diffs_AreRecognized(string text, string? language, bool expected) => Assert.Equal(expected, DiffLines.Are(text, language));

    [Fact]
    public void DiffWithoutAFence_IsADiff_AndTheTextAroundItIsText()
    {
        var html = SafeMarkdown.Render("Review **this**:\n\n--- a/x.md\n+++ b/x.md\n@@ -1,4 +1,4 @@\n # Title\n- old\n+ new\n ```").Value;
        Assert.Contains("<strong>this</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"diff-line removed\">- old\n</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"diff-line added\">+ new\n</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"diff-line \"> ```\n</span>", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("<pre").Length - 1);
    }

    [Theory]
    [InlineData("Two\n- bullets\n+ more")]
    [InlineData("--- a\n+++ b\nno hunk")]
    [InlineData("```\n--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n```")]
    public void TextWithoutAnUnfencedDiff_IsNotChanged(string text) => Assert.Equal(text, DiffLines.Fenced(text));

    [Fact]
    public void ListAfterADiff_AndItsBlankLine_StaysAList()
    {
        var html = SafeMarkdown.Render("@@ -1 +1 @@\n-x\n+y\n\nThen:\n- one\n- two").Value;
        Assert.Equal(2, html.Split("<li").Length - 1);
    }

    /// <summary>Each header was compared with all that followed it.</summary>
    [Fact]
    public async Task HeadersWithoutHunks_TakeTimeInProportionToTheirNumber()
    {
        var text = string.Concat(Enumerable.Repeat("--- a\n", 200_000)) + "@@ -1 +1 @@\n-x\n+y";
        var fenced = await Task.Run(() => DiffLines.Fenced(text), Xunit.TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), Xunit.TestContext.Current.CancellationToken);
        Assert.EndsWith("-x\n+y\n```\n\n", fenced, StringComparison.Ordinal);
    }
}
