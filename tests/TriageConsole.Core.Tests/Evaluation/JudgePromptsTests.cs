using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class JudgePromptsTests
{
    [Fact]
    public void HeldOut_IsAboutHalfOfTheTasks_AndAlwaysTheSame()
    {
        var held = Enumerable.Range(0, 10_000).Where(n => JudgePrompts.IsHeldOut($"task-{n}")).ToList();
        // Four standard deviations of a fair split.
        Assert.InRange(held.Count, 4800, 5200);
        Assert.All(held, n => Assert.True(JudgePrompts.IsHeldOut($"task-{n}")));
    }

    [Fact]
    public void Hash_ChangesWithInstructionsAndCriteria_Only()
    {
        var hash = JudgePrompts.Hash(["quality"], "Be strict.");
        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, JudgePrompts.Hash(["quality"], "Be strict."));
        Assert.NotEqual(hash, JudgePrompts.Hash(["quality"], "Be kind."));
        Assert.NotEqual(hash, JudgePrompts.Hash([], "Be strict."));
    }

    [Theory]
    [InlineData(1, 1.959963984540054)]
    [InlineData(2, 2.241402727604947)]
    [InlineData(10, 2.807033768343811)]
    public void Quantile_IsOfBonferroni(int trials, double expected) => Assert.Equal(expected, JudgePrompts.Quantile(trials), 1e-9);

    [Fact]
    public void Difference_OfMoreTrials_IsWider()
    {
        var shares = new PairedShares(new PassShare(28, 30), new PassShare(22, 30), 1, 7);
        var (one, two) = (shares.Difference()!.Value, shares.Difference(JudgePrompts.Quantile(2))!.Value);
        Assert.Equal(one.Difference, two.Difference);
        Assert.True(two.Low < one.Low && two.High > one.High);
    }
}
