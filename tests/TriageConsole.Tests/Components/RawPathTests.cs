using Microsoft.AspNetCore.Routing.Patterns;
using TriageConsole.Components;

namespace TriageConsole.Tests.Components;

public sealed class RawPathTests
{
    public static TheoryData<string> Ids =>
        [
            "a/b",
            "a%2Fb",
            "a%252Fb",
            "a//b",
            "//a",
            "a/",
            "/",
            "a b",
            " a",
            "a ",
            "%",
            "100%",
            "%25",
            "%2",
            "%zz",
            "?",
            "a?b#c",
            "#",
            "+",
            "a+b&c=d",
            ";v=1",
            ":colon@at",
            "\\",
            "a\\..\\b",
            ".a",
            "a.",
            "...",
            "a/../b",
            "../a",
            "./a",
            "%2E%2E",
            "%00",
            "käse-🚀",
            "ﷺ",
            "‮abc",
            "new",
            "export",
            "settings",
            "versions",
            "1",
            "\t",
            "\n",
            "'\"<>",
            new string('x', 300),
            new string('é', 300),
            string.Concat(Enumerable.Repeat("🚀", 150)),
        ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Segment_OfAnyId_IsReadBackAsThatId(string id)
    {
        Assert.Equal(
            id,
            RawPath.Match(RoutePatternFactory.Parse("/interactions/{**TraceId}"), "/interactions/" + Addresses.Segment(id))!["TraceId"]
        );
        var both = RawPath.Match(
            RoutePatternFactory.Parse("/golden/{Key}/{**Trace}"),
            $"/golden/{Addresses.Segment(id)}/{Addresses.Segment(id)}"
        )!;
        Assert.Equal((id, id), (both["Key"], both["Trace"]));
    }

    [Theory]
    [InlineData("/interactions/a/b", "a/b")]
    [InlineData("/interactions/a%2fb", "a/b")]
    [InlineData("/interactions/a%252Fb", "a%2Fb")]
    [InlineData("/interactions/a//b", "a//b")]
    [InlineData("/interactions/100%", "100%")]
    [InlineData("/INTERACTIONS/A", "A")]
    [InlineData("/interactions/", null)]
    [InlineData("/interactions", null)]
    [InlineData("/interactions/%FF", null)]
    [InlineData("/interactions/%00", null)]
    [InlineData("/interactions/%ED%A0%BD", null)]
    [InlineData("/interaction/a", null)]
    public void Path_AsSent_IsDecodedOnce(string path, string? id) =>
        Assert.Equal(id, RawPath.Match(RoutePatternFactory.Parse("/interactions/{**TraceId}"), path)?["TraceId"]);

    [Theory]
    [InlineData("/releases/{Key}/{Id:long}", "/releases/a%2F1", false)]
    [InlineData("/releases/{Key}/{Id:long}", "/releases/a%2F1/2", true)]
    [InlineData("/releases/{Key}/{Id:long}", "/releases/a/x", false)]
    [InlineData("/releases/{Key}", "/releases/a%2F1", true)]
    [InlineData("/releases/{Key}", "/releases/a/", true)]
    [InlineData("/releases/{Key}", "/releases/a/b", false)]
    [InlineData("/releases/{Key}/settings", "/releases/settings/settings", true)]
    [InlineData("/reference/{name?}", "/reference/", true)]
    [InlineData("/reference/{name?}", "/reference", true)]
    [InlineData("/reference/{name?}", "/reference/v1", true)]
    [InlineData("/reference/{name?}", "/other/", false)]
    [InlineData("/reference/{name?}", "/reference/v1/x", false)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/a", false)]
    public void Pattern_FitsItsOwnPathsOnly(string pattern, string path, bool fits) =>
        Assert.Equal(fits, RawPath.Match(RoutePatternFactory.Parse(pattern), path) is not null);

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void DotNames_HaveAnAddressThatOpensNoPage(string id)
    {
        // A browser would resolve /interactions/.. to the home page.
        var segment = Addresses.Segment(id);
        Assert.Equal("/interactions/" + segment, new Uri("http://localhost/interactions/" + segment).AbsolutePath);
        Assert.Null(RawPath.Match(RoutePatternFactory.Parse("/interactions/{**TraceId}"), "/interactions/" + segment));
    }
}
