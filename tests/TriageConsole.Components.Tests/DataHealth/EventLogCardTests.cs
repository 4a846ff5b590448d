using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TriageConsole.Features.DataHealth;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Components.Tests.DataHealth;

public sealed class EventLogCardTests : ComponentTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public EventLogCardTests() => Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));

    [Theory]
    [InlineData(false, null, "up to date")]
    [InlineData(false, 60, "up to date")]
    [InlineData(false, 61, "waiting for the object store")]
    [InlineData(true, 5, "full")]
    public void State_IsNamed(bool isFull, int? oldestSeconds, string expected)
    {
        DateTimeOffset? oldest = oldestSeconds is { } seconds ? Now.AddSeconds(-seconds) : null;
        var card = Show(new(EventLogStore.S3, isFull, oldest is null ? 0 : 3, 2048, oldest, null, 0, 0, 0));
        Assert.Equal(expected, card.Find(".chip").TextContent);
        Assert.Equal(expected != "up to date", card.Markup.Contains("Check the", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_AreShown_AndNothingOfWhatDoesNotWait()
    {
        var card = Show(new(EventLogStore.Folder, false, 0, 0, null, Now.AddMinutes(-3), 1, 1200, 3 << 20));
        Assert.Contains("1\u202F200", card.Markup, StringComparison.Ordinal);
        Assert.Contains("3 MiB in 1 segment", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Oldest received", card.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<EventLogCard> Show(EventLogState state) => Render<EventLogCard>(p => p.Add(c => c.State, state));
}
