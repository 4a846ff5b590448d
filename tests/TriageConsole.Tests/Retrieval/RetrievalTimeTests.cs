using TriageConsole.Core.Common;
using TriageConsole.Features.Retrieval;

namespace TriageConsole.Tests.Retrieval;

public sealed class RetrievalTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Between_IsTheLast28Days_UntilAnEndIsNamed()
    {
        Assert.Equal(new RetrievalTime(Now.AddDays(-28), Now), RetrievalTime.Between(null, null, Now).Value);
        Assert.Equal(new RetrievalTime(Now.AddDays(-38), Now.AddDays(-10)), RetrievalTime.Between(null, Now.AddDays(-10), Now).Value);
        Assert.True(RetrievalTime.Between(Now.AddDays(-90), null, Now).Ok);
    }

    [Fact]
    public void Between_EmptyOrTooLong_IsRefused()
    {
        Assert.Equal(ErrorKind.Invalid, RetrievalTime.Between(Now, Now, Now).Error?.Kind);
        Assert.Contains("90 days", RetrievalTime.Between(Now.AddDays(-91), null, Now).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 28)]
    [InlineData("7", 7)]
    [InlineData("90", 90)]
    [InlineData("400", 28)]
    [InlineData("x", 28)]
    public void DaysOf_TheAddress_AreOnesThatCanBeChosen(string? text, int expected) => Assert.Equal(expected, RetrievalPage.DaysOf(text));
}
