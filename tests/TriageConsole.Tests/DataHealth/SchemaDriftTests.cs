using TriageConsole.Data.Patterns;

namespace TriageConsole.Tests.DataHealth;

public sealed class SchemaDriftTests : FindingsTestBase
{
    [Fact]
    public async Task ConsentThatNoLongerArrives_IsAnAlert()
    {
        var findings = await FindAsync(Lines(800, (n, _) => n < 600 ? "\"consent_scope\":\"training\"" : ""));
        var lost = Assert.Single(findings, f => f.Kind == FindingKind.LostField);
        Assert.Equal(("consent scope", FindingLevel.Alert), (lost.Subject, lost.Level));
        Assert.Contains("100 % of 600 interactions had it", lost.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherConsent_IsNoAlert() =>
        Assert.DoesNotContain(
            await FindAsync(Lines(800, (n, _) => n < 600 ? "\"consent_scope\":\"training\"" : "\"consent_scope\":\"evaluation\"")),
            f => f.Kind == FindingKind.LostField
        );

    [Theory]
    [InlineData("7", "\"seven\"", "from a number to a word")]
    [InlineData("\"seven\"", "7", "from a word to a number")]
    public async Task FieldThatChangesItsType_IsAnAlert(string before, string after, string words)
    {
        var findings = await FindAsync(Lines(800, (n, _) => $"\"metadata\":{{\"size\":{(n < 600 ? before : after)}}}"));
        var changed = Assert.Single(findings, f => f.Kind == FindingKind.LostField);
        Assert.Equal(("size", FindingLevel.Alert), (changed.Subject, changed.Level));
        Assert.Contains(words, changed.Explanation, StringComparison.Ordinal);
    }
}
