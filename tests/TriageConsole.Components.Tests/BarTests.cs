using TriageConsole.Core.Agreement;
using TriageConsole.Features.Agreement.Statistics;

namespace TriageConsole.Components.Tests;

public sealed class BarTests : ComponentTest
{
    [Fact]
    public void RateBar_DrawsRateIntervalAndRest_OnItsScale()
    {
        var bar = Render<RateBar>(p => p.Add(b => b.Rate, 0.5).Add(b => b.Low, 0.25).Add(b => b.High, 2).Add(b => b.Rest, 0));
        Assert.Equal("60", bar.Find(".point").GetAttribute("cx"));
        Assert.Equal(("32", "116"), (bar.Find(".interval").GetAttribute("x1"), bar.Find(".interval").GetAttribute("x2")));
        Assert.Equal("4", bar.Find(".rest").GetAttribute("x1"));
        bar.Render(p => p.Add(b => b.Rest, null));
        Assert.Empty(bar.FindAll(".rest"));
    }

    [Theory]
    [InlineData(0.1, 0.05, 0.15, "better")]
    [InlineData(-0.1, -0.15, -0.05, "worse")]
    [InlineData(0.1, -0.05, 0.25, "")]
    public void GainBar_IsColored_OnlyIfTheIntervalExcludesZero(double value, double low, double high, string style)
    {
        var bar = Render<GainBar>(p => p.Add(b => b.Value, value).Add(b => b.Low, low).Add(b => b.High, high).Add(b => b.Extent, 0.25));
        Assert.Equal($"gain {style}".Trim(), bar.Find("svg").ClassName!.Trim());
        Assert.Equal(
            value > 0,
            double.Parse(bar.Find(".point").GetAttribute("cx")!, System.Globalization.CultureInfo.InvariantCulture) > 60
        );
    }

    [Fact]
    public void IntervalBar_WithoutAValue_DrawsNothing()
    {
        Assert.Empty(Render<IntervalBar>(p => p.Add(b => b.Figure, new AgreementFigure(null, null, null, "no data"))).FindAll("svg"));
        var bar = Render<IntervalBar>(p => p.Add(b => b.Figure, new AgreementFigure(0.5, -0.2, 1, null)));
        Assert.Equal(
            ("60", "4", "116"),
            (bar.Find(".dot").GetAttribute("cx"), bar.Find(".band").GetAttribute("x1"), bar.Find(".band").GetAttribute("x2"))
        );
    }
}
