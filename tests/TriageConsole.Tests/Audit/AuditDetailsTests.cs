using TriageConsole.Features.Audit;

namespace TriageConsole.Tests.Audit;

public sealed class AuditDetailsTests
{
    [Theory]
    [InlineData("""{"from":"Draft","to":"Live","override_reason":"it leaks"}""", "from: Draft · to: Live · override reason: it leaks")]
    [InlineData("""{"scopes":"ingest","expires_at":null,"note":""}""", "scopes: ingest")]
    [InlineData("""{"filters":["q","tenant"],"is_locked":false}""", """filters: ["q","tenant"] · is locked: false""")]
    [InlineData("{}", "–")]
    [InlineData("""{"note":null}""", "–")]
    [InlineData("[1]", "[1]")]
    [InlineData("{no json", "{no json")]
    public void Details_AreShownAsNamesAndValues(string json, string shown) => Assert.Equal(shown, AuditDetails.Words(json));

    [Fact]
    public void LongDetails_AreCut()
    {
        var shown = AuditDetails.Words($$"""{"change":"{{new string('x', 5000)}}"}""");
        Assert.InRange(shown.Length, 250, 301);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }
}
