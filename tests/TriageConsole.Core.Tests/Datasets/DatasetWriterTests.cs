using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TriageConsole.Core.Datasets;
using static TriageConsole.Core.Tests.Datasets.Rows;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class DatasetWriterTests
{
    private static readonly DatasetRow Pair = Row("b", "h2") with
    {
        Content = new DatasetContent
        {
            Input = [new("system", "Be brief."), User("Hi \"you\""), Assistant("Hello", 0), User("<b> & é 😀")],
            Preferred = [Assistant("Good", 1)],
            NonPreferred = [Assistant("Bad")],
        },
    };

    [Fact]
    public async Task WriteAsync_Chat_IsTheFormatOfFineTuning() =>
        Assert.Equal(
            """{"messages":[{"role":"user","content":"Où est ma commande ?\n"},{"role":"assistant","content":"Elle arrive demain 😀."}]}"""
                + "\n"
                + """{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi \"you\""},"""
                + """{"role":"assistant","content":"Hello","weight":0},{"role":"user","content":"<b> & é 😀"},"""
                + """{"role":"assistant","content":"Good","weight":1}]}"""
                + "\n",
            await WriteAsync(DatasetFormat.Chat, Full("a"), Pair)
        );

    [Fact]
    public async Task WriteAsync_Preference_IsTheFormatOfPreferenceOptimization() =>
        Assert.Equal(
            """{"input":{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi \"you\""},"""
                + """{"role":"assistant","content":"Hello"},{"role":"user","content":"<b> & é 😀"}]}"""
                + ""","preferred_output":[{"role":"assistant","content":"Good"}]"""
                + ""","non_preferred_output":[{"role":"assistant","content":"Bad"}]}"""
                + "\n",
            await WriteAsync(DatasetFormat.Preference, Pair)
        );

    [Fact]
    public async Task WriteAsync_Evaluation_HasWeightsAndLabelsButNoSalt() =>
        Assert.Equal(
            """
            {"key":"a","task":"task-1","split":"train","pattern":"p1","weight":0.25,"input_hash":"ab12",
            "input":[{"role":"user","content":"Où est ma commande ?\n"}],
            "expected":[{"role":"assistant","content":"Elle arrive demain 😀."}],"answers":{"correct":"yes","tone":"ok"},
            "labels":[{"label":7,"revision":1},{"label":12,"revision":3}]}|
            {"key":"c","task":"task-1","weight":1,"input":[{"role":"user","content":"?"}],"expected":[],"answers":{},"labels":[]}|
            """.ReplaceLineEndings("").Replace('|', '\n'),
            await WriteAsync(DatasetFormat.Evaluation, Full("a"), Row("c") with { Content = new DatasetContent { Input = [User("?")] } })
        );

    [Fact]
    public async Task WriteAsync_Csv_IsQuotedAndSafeInSpreadsheets()
    {
        var row = Row("=1+1", "ab", "-task") with
        {
            Pattern = "a;b",
            Split = " x",
            Weight = 1e21,
            Content = new DatasetContent { Input = [User("a\n\"b\"")] },
        };
        Assert.Equal(
            "key,task,split,pattern,weight,input_hash,labels,input,preferred,non_preferred,answers\n"
                + "'=1+1,'-task,\" x\",\"a;b\",1e+21,ab,,"
                + "\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"a\\n\\\"\"b\\\"\"\"\"}]\",,,\n"
                + "a,task-1,train,p1,0.25,ab12,7@1 12@3,"
                + "\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"Où est ma commande ?\\n\"\"}]\","
                + "\"[{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"Elle arrive demain 😀.\"\"}]\",,"
                + "\"{\"\"correct\"\":\"\"yes\"\",\"\"tone\"\":\"\"ok\"\"}\"\n",
            await WriteAsync(DatasetFormat.Csv, row, Full("a"))
        );
    }

    [Theory]
    [InlineData(DatasetFormat.Chat, "")]
    [InlineData(DatasetFormat.Csv, "key,task,split,pattern,weight,input_hash,labels,input,preferred,non_preferred,answers\n")]
    public async Task WriteAsync_NoRows_HasOnlyTheHeader(DatasetFormat format, string text) => Assert.Equal(text, await WriteAsync(format));

    [Theory]
    [InlineData(DatasetFormat.Chat)]
    [InlineData(DatasetFormat.Preference)]
    [InlineData(DatasetFormat.Evaluation)]
    [InlineData(DatasetFormat.Csv)]
    public async Task WriteAsync_ManyRowsInAnotherCulture_GivesTheSameBytes(DatasetFormat format)
    {
        var rows = Enumerable.Range(0, 1000).Select(n => Pair with { Key = $"k{n:0000}", Weight = n / 3.0 }).ToArray();
        var expected = await WriteAsync(format, rows);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal(expected, await WriteAsync(format, rows));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain('\r', expected);
        var lines = expected.Split('\n')[..^1];
        Assert.Equal(format == DatasetFormat.Csv ? 1001 : 1000, lines.Length);
        if (format != DatasetFormat.Csv)
            Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("b", "a")]
    [InlineData("a", "B")]
    public async Task WriteAsync_KeysNotAscending_AreRefused(string first, string second)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(DatasetFormat.Evaluation, Row(first), Row(second)));
        Assert.StartsWith($"The key '{second}' is not above the one before, '{first}'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_InvalidRow_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(DatasetFormat.Preference, Row("a")));
        Assert.StartsWith("Row 'a': the non-preferred response", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WriteAsync(0));
    }

    /// <summary>Also checks what the result says about the file.</summary>
    private static async Task<string> WriteAsync(DatasetFormat format, params DatasetRow[] rows)
    {
        using var output = new MemoryStream();
        var file = await DatasetWriter.WriteAsync(format, rows.ToAsyncEnumerable(), output);
        var bytes = output.ToArray();
        Assert.Equal(new DatasetFile(format, rows.Length, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), file);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
    }
}
