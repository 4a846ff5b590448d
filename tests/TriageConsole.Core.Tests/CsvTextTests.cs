namespace TriageConsole.Core.Tests;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData(" =1", "\" =1\"")]
    [InlineData("ends ", "\"ends \"")]
    [InlineData(null, "")]
    [InlineData("|cmd", "|cmd")]
    [InlineData("'=1", "'=1")]
    [InlineData("%0A=1", "%0A=1")]
    [InlineData("a=1", "a=1")]
    public void Field_OfOrdinaryText_IsQuotedWhereItMustBe(string? text, string field) => Assert.Equal(field, CsvText.Field(text));

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("-2 stars", "'-2 stars")]
    [InlineData("-1,5", "\"'-1,5\"")]
    [InlineData("+49 30 901820", "'+49 30 901820")]
    [InlineData("-Infinity", "'-Infinity")]
    [InlineData("-1e5+cmd", "'-1e5+cmd")]
    [InlineData("-1\n=2", "\"'-1\n=2\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\t5", "\"'\t5\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠x", "'＠x")]
    [InlineData("-", "'-")]
    public void Field_ThatASpreadsheetWouldRun_GetsAnApostrophe(string text, string field) => Assert.Equal(field, CsvText.Field(text));

    [Theory]
    [InlineData("-1.5")]
    [InlineData("+5")]
    [InlineData("-.5")]
    [InlineData("1e5")]
    [InlineData("-1E+16")]
    [InlineData("-0")]
    public void Field_OfAPlainNumber_StaysANumber(string text) => Assert.Equal(text, CsvText.Field(text));

    [Fact]
    public void Row_JoinsFields() => Assert.Equal("a,,\"b,c\"", CsvText.Row(["a", null, "b,c"]));
}
