namespace TriageConsole.Tests.Tables;

public sealed class TableFormatTests(TableWorld world) : IClassFixture<TableWorld>
{
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task Show(string format)
    {
        using var response = await world.GetAsync("?format=" + format);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Fail($"{response.StatusCode} {response.Content.Headers} {text}");
    }
}
