using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class OutputLinesTests
{
    [Fact]
    public void Read_Lines_KeepsValidLinesAndReportsTheOthers()
    {
        var (lines, problems) = OutputLines.Read(
            "\uFEFF"
                + """
                {"trace_id":"t1","output":"One","latency_ms":12.5}

                {"input_hash":"ab","output":"Two","documents":[{"id":"d","text":"D"}]}
                {"item":3,"output":""}
                not JSON
                [1]
                {"trace_id":"t1","input_hash":"x","output":"both"}
                {"output":"none"}
                {"trace_id":"t2"}
                {"trace_id":"t2","output":7}
                {"trace_id":"\ud800","output":"x"}
                {"trace_id":"t3","output":"a\u0000b"}
                """
        );
        Assert.Equal(["One", "Two", "", "a\uFFFDb"], lines.Select(l => l.Output));
        Assert.Equal((1, 12.5), (lines[0].Line, lines[0].LatencyMs));
        Assert.Equal("D", Assert.Single(lines[1].Documents!).Text);
        Assert.Equal(3, lines[2].Item);
        Assert.Equal(
            ["line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11"],
            problems.Select(p => p[..p.IndexOf(':', StringComparison.Ordinal)])
        );
    }

    [Fact]
    public void Read_ArrayOrEmptyText_IsAccepted()
    {
        Assert.Equal(2, OutputLines.Read(""" [{"trace_id":"a","output":"1"}, {"trace_id":"b","output":"2"}] """).Lines.Count);
        Assert.Equal("line 2: is not a JSON object", Assert.Single(OutputLines.Read("""[{"trace_id":"a","output":"1"}, 2]""").Problems));
        Assert.StartsWith(
            "not a JSON array",
            Assert.Single(OutputLines.Read("""[{"trace_id":"a","output":"1"}""").Problems),
            StringComparison.Ordinal
        );
        var (lines, problems) = OutputLines.Read("\n \n");
        Assert.Empty(lines);
        Assert.Empty(problems);
    }

    [Fact]
    public void Read_LongTextOrManyProblems_IsLimited()
    {
        Assert.Contains(
            "longer than",
            Assert.Single(OutputLines.Read($$"""{"trace_id":"a","output":"{{new string('x', 1_000_001)}}"}""").Problems),
            StringComparison.Ordinal
        );
        Assert.Equal(50, OutputLines.Read(string.Join('\n', Enumerable.Repeat("?", 1000))).Problems.Count);
    }
}
