using TriageConsole.Core.Telemetry;

namespace TriageConsole.Core.Tests.Telemetry;

public sealed class EpochTimeTests
{
    [Theory]
    [InlineData(1_795_000_000_123_456_789UL)]
    [InlineData(1_795_000_000_123_456UL)]
    public void Read_NanosecondsAndMicroseconds_AreTheSameTime(ulong sent) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123).AddMicroseconds(456), EpochTime.Read(sent));

    [Theory]
    [InlineData(1_795_000_000_000UL)]
    [InlineData(1_795_000_000UL)]
    public void Read_MillisecondsAndSeconds_AreTheSameTime(ulong sent) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_795_000_000), EpochTime.Read(sent));

    [Fact]
    public void Read_Zero_IsNoTime() => Assert.Null(EpochTime.Read(0));

    [Fact]
    public void Read_LargestNumber_IsAFarTimeAndNoFault() =>
        Assert.True(EpochTime.Read(ulong.MaxValue) > DateTimeOffset.UnixEpoch.AddYears(500));
}
