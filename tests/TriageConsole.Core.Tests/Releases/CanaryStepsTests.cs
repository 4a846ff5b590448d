using TriageConsole.Core.Releases;

namespace TriageConsole.Core.Tests.Releases;

public sealed class CanaryStepsTests
{
    [Theory]
    [InlineData("5% 1h, 25% 24h, 50% 2d", "5% 1h, 25% 24h, 50% 2d")]
    [InlineData(" 5 % 60m;25%  1d\n50%48H ", "5% 1h, 25% 24h, 50% 2d")]
    [InlineData("2.5% 90m", "2.5% 90m")]
    public void Steps_HaveOneText(string text, string expected)
    {
        var steps = CanarySteps.Parse(text);
        Assert.True(steps.Ok, steps.Message);
        Assert.Equal(expected, CanarySteps.Format(steps.Value));
        Assert.Equal(steps.Value, CanarySteps.Parse(expected).Value);
    }

    [Theory]
    [InlineData("", "1 to 10 steps")]
    [InlineData("5%", "is not a step")]
    [InlineData("5 1h", "is not a step")]
    [InlineData("5% 1w", "is not a step")]
    [InlineData("-5% 1h", "is not a step")]
    [InlineData("1e2% 1h", "is not a step")]
    [InlineData("5% 99999999999h", "is not a step")]
    [InlineData("0.5% 1h", "1 to 90 %")]
    [InlineData("95% 1h", "1 to 90 %")]
    [InlineData("5% 1m", "5 minutes to 60 days")]
    [InlineData("5% 2000000000d", "5 minutes to 60 days")]
    [InlineData("25% 1h, 5% 1h", "larger share")]
    [InlineData("1% 1h,2% 1h,3% 1h,4% 1h,5% 1h,6% 1h,7% 1h,8% 1h,9% 1h,10% 1h,11% 1h", "1 to 10 steps")]
    public void WrongSteps_AreRefusedWithTheReason(string text, string expected) =>
        Assert.Contains(expected, CanarySteps.Parse(text).Message, StringComparison.Ordinal);
}
