using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class GoldenExclusionTests
{
    [Fact]
    public void Of_GoldenInputsAndTasks_AreRemovedAndCountedOnce()
    {
        var golden = new GoldenExclusion(["aa11", "BB22"], ["golden-task"]);
        var result = golden.Of([
            Rows.Row("z", "cc33", "t1"),
            Rows.Row("input", "AA11", "t2"),
            Rows.Row("both", "bb22", "golden-task"),
            Rows.Row("task", "dd44", "golden-task"),
            Rows.Row("task without hash", null, "golden-task"),
            Rows.Row("a", null, "GOLDEN-TASK"),
        ]);
        Assert.Equal(["z", "a"], result.Rows.Select(r => r.Key));
        Assert.Equal((2, 2), (result.SameInput, result.SameTask));
    }

    [Fact]
    public void Of_NoGoldenItems_KeepsAll() =>
        Assert.Equal(2, new GoldenExclusion([], []).Of([Rows.Row("a"), Rows.Row("b", "h")]).Rows.Count);
}
