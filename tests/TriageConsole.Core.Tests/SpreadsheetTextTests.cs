namespace TriageConsole.Core.Tests;

public sealed class SpreadsheetTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(" =1", " =1")]
    [InlineData(null, "")]
    [InlineData("|cmd", "|cmd")]
    [InlineData("'=1", "'=1")]
    [InlineData("%0A=1", "%0A=1")]
    [InlineData("a=1", "a=1")]
    public void Safe_OrdinaryText_DoesNotChange(string? text, string safe) => Assert.Equal(safe, SpreadsheetText.Safe(text));

    [Theory]
    [InlineData("=HYPERLINK(1)")]
    [InlineData("@cmd")]
    [InlineData("-x")]
    [InlineData("-2 stars")]
    [InlineData("-1,5")]
    [InlineData("+49 30 901820")]
    [InlineData("-Infinity")]
    [InlineData("-1e5+cmd")]
    [InlineData("-1\n=2")]
    [InlineData("\t=1")]
    [InlineData("\t5")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData("-")]
    public void Safe_Formula_GetsAnApostrophe(string text) => Assert.Equal("'" + text, SpreadsheetText.Safe(text));

    [Theory]
    [InlineData("-1.5")]
    [InlineData("+5")]
    [InlineData("-.5")]
    [InlineData("1e5")]
    [InlineData("-1E+16")]
    [InlineData("-0")]
    public void Safe_PlainNumber_DoesNotChange(string text) => Assert.Equal(text, SpreadsheetText.Safe(text));
}
