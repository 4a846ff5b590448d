using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Gates;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class TaskSplitTests
{
    private static readonly SplitShare[] Usual = [new("train", 0.8), new("validation", 0.1), new("test", 0.1)];

    /// <summary>The expected splits were computed with Python.</summary>
    [Theory]
    [InlineData("task-0", "train")]
    [InlineData("task-7", "train")]
    [InlineData("task-2", "validation")]
    [InlineData("task-13", "test")]
    public void Of_ComputedElsewhere_IsEqual(string task, string split) => Assert.Equal(split, new TaskSplit("2026", Usual).Of(task));

    /// <summary>Two to five splits, each with at least 5 % of the tasks.</summary>
    private static readonly Arbitrary<(string Seed, SplitShare[] Shares)> Any = ArbMap
        .Default.GeneratorFor<int>()
        .Select(seed =>
        {
            var random = new Random(seed);
            var sizes = Enumerable.Range(0, random.Next(2, 6)).Select(_ => 0.25 + random.NextDouble()).ToArray();
            return ($"seed-{seed}", sizes.Select((s, n) => new SplitShare($"split-{n}", s / sizes.Sum())).ToArray());
        })
        .ToArbitrary();

    [Fact]
    public void Of_ManyTasks_FollowsTheShares() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20),
            Prop.ForAll(
                Any,
                drawn =>
                {
                    var split = new TaskSplit(drawn.Seed, drawn.Shares);
                    var counts = Enumerable.Range(0, 10_000).CountBy(n => split.Of($"task-{n}")).ToDictionary();
                    var test = SampleRatio.Test(
                        [.. drawn.Shares.Select(s => (long)counts.GetValueOrDefault(s.Name))],
                        [.. drawn.Shares.Select(s => s.Share)]
                    );
                    Assert.True(test.P > 1e-6, string.Join(" : ", counts));
                }
            )
        );

    /// <summary>No state: a second object with other tasks before gives the same splits.</summary>
    [Fact]
    public void Of_AddedTasks_MoveNoOldTask() =>
        Prop.ForAll(
                Any,
                drawn =>
                {
                    var (first, second) = (new TaskSplit(drawn.Seed, drawn.Shares), new TaskSplit(drawn.Seed, drawn.Shares));
                    var before = Enumerable.Range(0, 50).Select(n => first.Of($"task-{n}")).ToList();
                    var after = Enumerable.Range(-50, 150).Reverse().ToDictionary(n => n, n => second.Of($"task-{n}"));
                    Assert.Equal(before, Enumerable.Range(0, 50).Select(n => after[n]));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Of_LargerFirstShare_KeepsItsTasks()
    {
        var (small, large) = (
            new TaskSplit("s", [new("train", 0.6), new("test", 0.4)]),
            new TaskSplit("s", [new("train", 0.7), new("test", 0.3)])
        );
        Assert.All(
            Enumerable.Range(0, 2000).Select(n => $"task-{n}").Where(t => small.Of(t) == "train"),
            t => Assert.Equal("train", large.Of(t))
        );
    }

    [Fact]
    public void Of_OtherSeed_IsIndependent()
    {
        var (a, b) = (new TaskSplit("a", Usual), new TaskSplit("b", Usual));
        var equal = Enumerable.Range(0, 10_000).Count(n => a.Of($"task-{n}") == b.Of($"task-{n}"));
        // 0.8² + 0.1² + 0.1² = 0.66.
        Assert.InRange(equal, 6400, 6800);
    }

    [Fact]
    public void Of_OneSplit_HasAllTasks() => Assert.Equal("all", new TaskSplit("", [new("all", 1)]).Of(""));

    /// <summary>Ten times 0.1 is slightly below 1 in binary.</summary>
    [Fact]
    public void Constructor_SumWithRounding_IsAccepted() =>
        Assert.NotEmpty(new TaskSplit("s", [.. Enumerable.Range(0, 10).Select(n => new SplitShare($"fold-{n}", 0.1))]).Of("task"));

    public static TheoryData<SplitShare[], string> Wrong { get; } =
        new()
        {
            { [], "sum to 1, not 0" },
            { [new("a", 0.5), new("b", 0.4)], "sum to 1, not 0.9" },
            { [new("a", 0.7), new("b", 0.7)], "sum to 1, not 1.4" },
            { [new("a", 0.5), new("a", 0.5)], "unique" },
            { [new("a", 0.5), new("A", 0.5)], "unique" },
            { [new("a", 0.5), new(" ", 0.5)], "needs a name" },
            { [default, new("a", 1)], "needs a name" },
            { [new("a", 1), new("b", 0)], "share of 'b'" },
            { [new("a", 1.5), new("b", -0.5)], "share of 'a'" },
            { [new("a", double.NaN), new("b", 1)], "share of 'a'" },
        };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Constructor_WrongShares_AreRefused(SplitShare[] shares, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => new TaskSplit("s", shares)).Message, StringComparison.Ordinal);
}
