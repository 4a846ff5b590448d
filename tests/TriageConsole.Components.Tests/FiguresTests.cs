using TriageConsole.Components.Charts;

namespace TriageConsole.Components.Tests;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.785, "78.5 %")]
    [InlineData(0.6, "60 %")]
    [InlineData(0, "0 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.0000031, "0.00031 %")]
    public void Rate_IsInPercent(double share, string expected) => Assert.Equal(expected, Figures.Rate(share));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1\u202F023 bytes")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(1048575, "1 MiB")]
    [InlineData(16 << 20, "16 MiB")]
    [InlineData(5L << 40, "5 TiB")]
    [InlineData(long.MaxValue, "8\u202F388\u202F608 TiB")]
    public void Bytes_AreInUnitsOf1024(long size, string expected) => Assert.Equal(expected, Figures.Bytes(size));

    [Fact]
    public void Interval_FollowsTheRateInBrackets()
    {
        Assert.Equal("78.5 % (76.1–80.7)", Figures.Rate(0.785, 0.761, 0.807));
        Assert.Equal("78.5 %", Figures.Rate(0.785, null, 0.807));
    }

    [Theory]
    [InlineData(0.015, "+1.5 pp")]
    [InlineData(-0.2, "−20 pp")]
    [InlineData(0, "0 pp")]
    public void Difference_IsInPercentagePoints(double difference, string expected) =>
        Assert.Equal(expected, Figures.RateDifference(difference));

    [Fact]
    public void Interval_WithSigns_HasAWordBetween() =>
        Assert.Equal("+1.5 pp (−0.3 to +3.2)", Figures.RateDifference(0.015, -0.003, 0.032));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.7349, "0.73")]
    [InlineData(-0.05, "−0.05")]
    [InlineData(412.31, "412.3")]
    [InlineData(1234567, "1\u202F234\u202F567")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0.0000031, "0.0000031")]
    [InlineData(-0.0000031, "−0.0000031")]
    [InlineData(0.00004567, "0.000046")]
    [InlineData(3.1e-12, "3.1E−12")]
    public void Numbers_HaveOnlySignificantDigits(double value, string expected) => Assert.Equal(expected, Figures.Number(value));

    [Fact]
    public void Metric_IsWrittenInItsOwnUnitEverywhere()
    {
        var (latency, resolved) = (new ChartAxis("Latency", "ms"), ChartAxis.Share("Resolved"));
        Assert.Equal(("12 ms", "12 ms (10–14)"), (latency.Format(12), latency.Format(12, 10, 14)));
        Assert.Equal(("−12 ms", "+12 ms (−1 to +25)"), (latency.FormatDifference(-12), latency.FormatDifference(12, -1, 25)));
        Assert.Equal(("42.5 %", "42.5 % (40–45)"), (resolved.Format(0.425), resolved.Format(0.425, 0.4, 0.45)));
        Assert.Equal("+1.5 pp (−0.3 to +3.2)", resolved.FormatDifference(0.015, -0.003, 0.032));
    }
}
