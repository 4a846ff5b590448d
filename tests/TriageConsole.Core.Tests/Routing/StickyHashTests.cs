using TriageConsole.Core.Routing;

namespace TriageConsole.Core.Tests.Routing;

public sealed class StickyHashTests
{
    /// <summary>Computed by another program. They must never change, otherwise units change their arm.</summary>
    [Theory]
    [InlineData("live", "user-42", 0.42009241942252695)]
    [InlineData("release-7", "user-42", 0.26182767524434447)]
    [InlineData("", "", 0.4304816492364817)]
    [InlineData("release-7", "Zoë 🚀", 0.5066662417474008)]
    public void Unit_IsStable(string salt, string unit, double expected) => Assert.Equal(expected, StickyHash.Unit(salt, unit));

    [Fact]
    public void Unit_LongName_IsStable() => Assert.Equal(0.34836769763050157, StickyHash.Unit("a", new string('x', 2000)));

    [Fact]
    public void Unit_SaltAndUnit_AreSeparated() => Assert.NotEqual(StickyHash.Unit("ab", "c"), StickyHash.Unit("a", "bc"));

    [Fact]
    public void Unit_AnyText_IsInTheInterval()
    {
        foreach (var text in new[] { "\uD800", "\0", "日本語", new string('é', 169), new string('é', 170), new string('é', 171) })
            Assert.InRange(StickyHash.Unit("s", text), 0, 1 - 1e-16);
    }

    [Fact]
    public void Unit_IsUniformAndSaltsAreIndependent()
    {
        var bins = new long[10, 10];
        for (var n = 0; n < 20_000; n++)
            bins[(int)(10 * StickyHash.Unit("a", $"user-{n}")), (int)(10 * StickyHash.Unit("b", $"user-{n}"))]++;
        var chi = bins.Cast<long>().Sum(o => (o - 200) * (o - 200) / 200.0);
        // χ² with 99 degrees of freedom: 0.001 of its distribution is above 148.2.
        Assert.InRange(chi, 58, 148.2);
    }

    [Fact]
    public void Unit_AllocatesNothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++)
            StickyHash.Unit("release-7", "user-42");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
    }
}
