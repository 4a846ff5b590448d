using System.Globalization;

namespace TriageConsole.Core.Tests.Common;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("2026-05-04", "2026-05-04T00:00:00.0000000+00:00")]
    [InlineData("2026-05-04T09:30", "2026-05-04T09:30:00.0000000+00:00")]
    [InlineData("2026-05-04T09:30:00", "2026-05-04T09:30:00.0000000+00:00")]
    [InlineData(" 2026-05-04t09:30:00z ", "2026-05-04T09:30:00.0000000+00:00")]
    [InlineData("2026-05-04 09:30:00+02:00", "2026-05-04T07:30:00.0000000+00:00")]
    [InlineData("2026-05-04T09:30:00+0200", "2026-05-04T07:30:00.0000000+00:00")]
    [InlineData("2026-05-04T09:30:00-05", "2026-05-04T14:30:00.0000000+00:00")]
    [InlineData("2026-05-04T09:30:00.123456789Z", "2026-05-04T09:30:00.1234560+00:00")]
    [InlineData("2026-05-04T09:30:00,9999999", "2026-05-04T09:30:00.9999990+00:00")]
    [InlineData("2026-03-29T02:30:00+01:00", "2026-03-29T01:30:00.0000000+00:00")]
    [InlineData("2028-02-29", "2028-02-29T00:00:00.0000000+00:00")]
    [InlineData("1777887000", "2026-05-04T09:30:00.0000000+00:00")]
    [InlineData("1777887000.1234567", "2026-05-04T09:30:00.1234560+00:00")]
    [InlineData("1777887000123", "2026-05-04T09:30:00.1230000+00:00")]
    public void TryRead_IsoOrEpoch_ReturnsTheTime(string text, string expected)
    {
        Assert.True(TimeText.TryRead(text, out var time));
        Assert.Equal(expected, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("04/05/2026 09:30:00")]
    [InlineData("4.5.2026")]
    [InlineData("10:30")]
    [InlineData("T10:30")]
    [InlineData("May 4 2026")]
    [InlineData("Mon, 04 May 2026 09:30:00 GMT")]
    [InlineData("2026")]
    [InlineData("2026-05")]
    [InlineData("2026-5-4")]
    [InlineData("20260504")]
    [InlineData("202605040930")]
    [InlineData("20260504093000")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-05-04T")]
    [InlineData("2026-05-04T24:00:00")]
    [InlineData("2026-05-04T09:60:00")]
    [InlineData("2026-05-04T09:30:00.Z")]
    [InlineData("2026-05-04T09:30:00+15:00")]
    [InlineData("2026-05-04T09:30:00+02:0")]
    [InlineData("2026-05-04T09:30:00Z and more")]
    [InlineData("2026-05-04T09:30:00 PM")]
    [InlineData("٢٠٢٦-٠٥-٠٤")]
    [InlineData("0000-01-01")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1777887000123456")]
    [InlineData("1777887000123456789")]
    [InlineData("1e10")]
    public void TryRead_AnyOtherText_Fails(string? text) => Assert.False(TimeText.TryRead(text, out _));
}
