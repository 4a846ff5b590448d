using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class LeakageCheckTests
{
    [Fact]
    public void Of_SeparateSplits_FindsNothing()
    {
        var report = LeakageCheck.Of([
            Rows.Row("a", "h1", "t1", "train"),
            Rows.Row("b", "h1", "t1", "train"),
            Rows.Row("c", "h2", "t2", "test"),
            Rows.Row("d", null, "t3", "test"),
            Rows.Row("e", null, "t4", "train"),
            Rows.Row("f", "h1", "t1"),
        ]);
        Assert.Empty(report.Findings);
        Assert.Equal((5, 1, 2), (report.Rows, report.WithoutSplit, report.WithoutHash));
    }

    [Fact]
    public void Of_SharedTaskAndInput_FindsBothWithTheirRows()
    {
        DatasetRow[] rows =
        [
            Rows.Row("b", "h1", "t1", "train"),
            Rows.Row("a", "h2", "t1", "train"),
            Rows.Row("c", "h3", "t1", "test"),
            Rows.Row("e", "H3", "t2", "validation"),
            Rows.Row("d", "h4", "t2", "validation"),
            Rows.Row("f", "h5", "t1", "test"),
        ];
        foreach (var order in new[] { rows, [.. rows.Reverse()] })
        {
            var report = LeakageCheck.Of(order);
            Assert.Equal([(LeakageKind.SameTask, 1), (LeakageKind.SameInput, 1)], report.Findings.Select(f => (f.Kind, f.Count)));
            var task = Assert.Single(report.Findings[0].Examples);
            Assert.Equal("t1", task.Value);
            Assert.Equal([new("test", "c"), new("train", "a")], task.Rows);
            var input = Assert.Single(report.Findings[1].Examples);
            Assert.Equal("h3", input.Value);
            Assert.Equal([new("test", "c"), new("validation", "e")], input.Rows);
        }
    }

    [Fact]
    public void Of_ManyLeaks_CountsAllAndShowsTheFirst()
    {
        var rows = Enumerable
            .Range(0, 90)
            .Select(n => Rows.Row($"k{n}", $"hash-{n}", $"t{n / 3:00}", n % 3 == 0 ? "test" : "train"))
            .ToArray();
        new Random(1).Shuffle(rows);
        var finding = Assert.Single(LeakageCheck.Of(rows, 3).Findings);
        Assert.Equal((LeakageKind.SameTask, 30), (finding.Kind, finding.Count));
        Assert.Equal(["t00", "t01", "t02"], finding.Examples.Select(e => e.Value));
        Assert.Empty(LeakageCheck.Of(rows, 0).Findings[0].Examples);
        Assert.Throws<ArgumentOutOfRangeException>(() => LeakageCheck.Of(rows, -1));
    }

    [Fact]
    public void Of_TaskSplit_HasNoSharedTask()
    {
        var split = new TaskSplit("s", [new("train", 0.7), new("test", 0.3)]);
        var rows = Enumerable.Range(0, 1000).Select(n => $"t{n % 97}").Select((t, n) => Rows.Row($"k{n}", null, t, split.Of(t)));
        Assert.Empty(LeakageCheck.Of(rows).Findings);
    }
}
