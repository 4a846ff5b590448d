using TriageConsole.Client;

namespace TriageConsole.Tests.ClientLibrary;

/// <summary>The share of a text that was changed. The browser script is tested with the same values.</summary>
public sealed class TextEditsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("same", "same", 0)]
    [InlineData("", "abc", 1)]
    [InlineData("abc", "", 1)]
    [InlineData("kitten", "sitting", 3 / 7d)]
    [InlineData("abab", "ab", 0.5)]
    [InlineData("flaw", "lawn", 0.5)]
    [InlineData("It was sent on Monday.", "It was sent on Friday.", 3 / 22d)]
    [InlineData("👍 yes", "👎 yes", 1 / 6d)]
    public void Distance_OfShortTexts_IsLevenshteinByTheLongerText(string before, string after, double expected) =>
        Assert.Equal(expected, TextEdits.Distance(before, after), 12);

    [Fact]
    public void Distance_OfLongTexts_ComparesWords_AndOfLongerOnesWhatTheyHaveNotInCommon()
    {
        var words = string.Join(' ', Enumerable.Range(0, 1000).Select(n => $"word{n}"));
        // Every other word differs, from the first to the last character.
        var changed = string.Join(' ', Enumerable.Range(0, 1000).Select(n => n % 2 == 0 ? $"other{n}" : $"word{n}")) + "!";
        Assert.Equal(501 / 1000d, TextEdits.Distance(words, changed), 12);
        var most = string.Join(' ', Enumerable.Range(0, 5000).Select(n => $"a{n}"));
        Assert.Equal(1, TextEdits.Distance(most, string.Join(' ', Enumerable.Range(0, 5000).Select(n => $"b{n}"))));
        // A small change in a long text is found in characters.
        Assert.Equal(1d / most.Length, TextEdits.Distance(most, most.Replace("a2500", "b2500", StringComparison.Ordinal)), 12);
    }
}
