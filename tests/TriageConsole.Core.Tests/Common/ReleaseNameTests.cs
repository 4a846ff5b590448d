using TriageConsole.Core.Common;

namespace TriageConsole.Core.Tests.Common;

public sealed class ReleaseNameTests
{
    [Theory]
    [InlineData("r7", "gpt", "2026-01", "r7")]
    [InlineData("r7", null, "2026-01", "r7")]
    [InlineData("", "gpt", "2026-01", "")]
    [InlineData(null, "gpt", "2026-01", "gpt@2026-01")]
    [InlineData(null, "", "2026-01", "@2026-01")]
    [InlineData(null, null, "2026-01", "2026-01")]
    public void Text_IsTheReleaseOrTheModelWithItsVersion(string? release, string? model, string version, string expected)
    {
        Assert.Equal(expected, new ReleaseName(release, model, version).Text);
        Assert.Equal(expected, new ReleaseName(release, model, version).ToString());
        Assert.Equal(expected, ReleaseName.Of(release, model, version));
        if (release is null)
            Assert.Equal(expected, ReleaseName.OfModel(model, version));
    }
}
