using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

public sealed class TenantPatternTests
{
    [Fact]
    public void Pattern_IsRedacted()
    {
        var pattern = TenantPattern.Parse("customer_no", @"\bKD-[0-9]{6}\b", out var problem);
        Assert.Equal("", problem);
        var redactor = new TextRedactor(new RedactionPolicy(KindNames.Standard, [pattern!]), new SessionPlaceholders());
        Assert.Equal("[CUSTOMER_NO_1], [CUSTOMER_NO_2], [CUSTOMER_NO_1]", redactor.Text("KD-123456, KD-654321, KD-123456"));
        Assert.Equal(["customer_no"], redactor.Flags);
    }

    [Theory]
    [InlineData("all", ".*", "matches the empty text")]
    [InlineData("all", ".+", "matches nearly every text")]
    [InlineData("words", @"\w+", "matches nearly every text")]
    [InlineData("letters", "[a-zA-Z ]", "matches nearly every text")]
    [InlineData("look", "(?<=a)b", "linear time")]
    [InlineData("again", @"(a)\1", "linear time")]
    [InlineData("open", "(a", "not a valid regular expression")]
    [InlineData("Big", "a", "lower-case")]
    [InlineData("email", "a", "standard kind")]
    [InlineData("empty", "", "1 to 500")]
    public void UnusablePattern_IsRefusedByName(string name, string expression, string reason)
    {
        Assert.Null(TenantPattern.Parse(name, expression, out var problem));
        Assert.Contains($"'{name}'", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowPattern_EndsInTime()
    {
        var pattern = TenantPattern.Parse("slow", "[a-z]*7|x", out _)!;
        var text = new string('x', 400_000);
        var found = await Task.Run(() => PersonalDataFinder.Find(text, PersonalDataKinds.None, "", [pattern]))
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(text.Length, found.Sum(f => f.Length));
    }
}
