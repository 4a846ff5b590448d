using TriageConsole.Data.Patterns;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Patterns;

namespace TriageConsole.Tests.Patterns;

/// <summary>Five-minute windows of event time and their severity.</summary>
public sealed class WindowTests
{
    private static readonly DateTimeOffset Noon = PatternWorld.Noon;

    [Fact]
    public async Task Windows_FollowEventTime_AndEmptyOnesDoNotExist()
    {
        await using var world = await PatternWorld.CreateAsync();
        await world.SendAsync(Noon.AddMinutes(-1), 2, 1);
        await world.SendAsync(Noon, 3, 0);
        await world.SendAsync(Noon.AddSeconds(299), 1, 1);
        await world.SendAsync(Noon.AddMinutes(20), 4, 2);
        world.Clock.Now = Noon.AddMinutes(30);
        await world.CloseAsync();
        Assert.Equal(
            [(Noon.AddMinutes(-5), 2L, 1L), (Noon, 4L, 1L), (Noon.AddMinutes(20), 4L, 2L)],
            (await world.WindowsAsync()).Select(w => (w.Start, w.Events, w.Negatives))
        );
    }

    [Fact]
    public async Task Window_IsClosedAfterItsEnd_AlsoIfClocksOfSendersAreAhead()
    {
        await using var world = await PatternWorld.CreateAsync();
        await world.SendAsync(Noon.AddMinutes(1), 2, 1);
        await world.SendAsync(Noon.AddHours(23), 3, 1);
        world.Clock.Now = Noon.AddMinutes(5).AddSeconds(29);
        await world.CloseAsync();
        Assert.All(await world.WindowsAsync(), w => Assert.Null(w.ClosedAt));
        world.Clock.Now = Noon.AddMinutes(5).AddSeconds(30);
        await world.CloseAsync();
        Assert.Equal([false, true], (await world.WindowsAsync()).Select(w => w.ClosedAt is null));
        world.Clock.Now = Noon.AddDays(1);
        await world.CloseAsync();
        Assert.Equal([2L, 3L], (await world.WindowsAsync()).Select(w => w.Events));
    }

    [Fact]
    public async Task LateEvents_ReopenAWindowWithinAnHourOfItsFirstClose()
    {
        await using var world = await PatternWorld.CreateAsync();
        await world.SendAsync(Noon, 2, 1);
        world.Clock.Now = Noon.AddMinutes(6);
        await world.CloseAsync();
        world.Clock.Now = Noon.AddMinutes(65);
        await world.SendAsync(Noon.AddMinutes(1), 3, 3);
        var opened = Assert.Single(await world.WindowsAsync());
        Assert.Equal((2L, true), (opened.Events, opened.Changes != opened.ClosedChanges));
        await world.CloseAsync();
        Assert.Equal((5L, 4L), (await world.WindowsAsync()).Select(w => (w.Events, w.Negatives)).Single());
        world.Clock.Now = Noon.AddMinutes(67);
        await world.SendAsync(Noon.AddMinutes(1), 1, 1);
        await world.CloseAsync();
        Assert.Equal((5L, 4L), (await world.WindowsAsync()).Select(w => (w.Events, w.Negatives)).Single());
    }

    [Fact]
    public async Task Window_IsClosedWhenItSettles_TheFirstTimeAndAgain()
    {
        await using var world = await PatternWorld.CreateAsync();
        var over = Noon.AddMinutes(5).AddSeconds(30);
        await SendAtAsync(world, over.AddSeconds(-5));
        await CloseAtAsync(world, over.AddSeconds(4), null);
        await CloseAtAsync(world, over.AddSeconds(5), over.AddSeconds(5));
        await SendAtAsync(world, over.AddSeconds(6));
        await CloseAtAsync(world, over.AddSeconds(15), over.AddSeconds(5));
        await CloseAtAsync(world, over.AddSeconds(16), over.AddSeconds(16));
        Assert.Equal(2, (await world.WindowsAsync()).Single().Events);
    }

    [Fact]
    public async Task Window_ThatNeverSettles_IsClosedOnceAMinute()
    {
        await using var world = await PatternWorld.CreateAsync();
        var over = Noon.AddMinutes(5).AddSeconds(30);
        var closings = new List<double>();
        for (var second = 0; second <= 150; second += 5)
        {
            await SendAtAsync(world, over.AddSeconds(second));
            await world.CloseAsync();
            if ((await world.WindowsAsync()).Single().ClosedAt == world.Clock.Now)
                closings.Add(second);
        }

        Assert.Equal([60, 120], closings);
    }

    [Theory]
    [InlineData(20, 18, 20, 0, WindowSeverity.High)]
    [InlineData(14, 13, 46, 18, WindowSeverity.Medium)]
    [InlineData(20, 20, 20, 20, WindowSeverity.Monitor)]
    [InlineData(20, 6, 40, 2, WindowSeverity.Monitor)]
    [InlineData(1, 1, 0, 0, WindowSeverity.Monitor)]
    [InlineData(9, 9, 10, 0, WindowSeverity.Monitor)]
    public async Task Severity_FollowsTheConcentrationOfFailures(
        int german,
        int germanFailing,
        int others,
        int othersFailing,
        WindowSeverity expected
    )
    {
        await using var world = await PatternWorld.CreateAsync();
        await world.SendAsync(Noon, german, germanFailing, "DE");
        foreach (var (country, n) in new[] { "FR", "IT", "ES" }.Select((c, n) => (c, n)))
            if (Part(others, n) is > 0 and var some)
                await world.SendAsync(Noon, some, Part(othersFailing, n), country);
        world.Clock.Now = Noon.AddMinutes(6);
        await world.CloseAsync();
        var window = Assert.Single(await world.WindowsAsync());
        Assert.Equal(expected, window.Severity);
        if (expected == WindowSeverity.Monitor)
            Assert.Equal(("[]", "Monitor."), (window.Patterns, window.Action));
        else
            Assert.Contains("country = DE", System.Text.RegularExpressions.Regex.Unescape(window.Patterns), StringComparison.Ordinal);

        static int Part(int all, int n) => (all / 3) + (n < all % 3 ? 1 : 0);
    }

    [Fact]
    public async Task HighSeverity_NotifiesLeadsOncePerHour_OnlyOfRecentWindows()
    {
        await using var world = await PatternWorld.CreateAsync();
        await SevereAsync(world, Noon.AddHours(-3));
        var lead = await world.LeadAsync();
        var notices = world.Services.Get<NoticeService>();
        world.Clock.Now = Noon.AddMinutes(6);
        await world.CloseAsync();
        Assert.Equal(WindowSeverity.High, Assert.Single(await world.WindowsAsync()).Severity);
        Assert.Empty(await notices.UnreadAsync(lead.UserId));

        foreach (var minute in new[] { 10, 15, 20 })
        {
            await SevereAsync(world, Noon.AddMinutes(minute));
            world.Clock.Now = Noon.AddMinutes(minute + 6);
            await world.CloseAsync();
        }

        var notice = Assert.Single(await notices.UnreadAsync(lead.UserId));
        Assert.Contains("18 of 40 interactions failed, 100 % of them where country = DE", notice.Text, StringComparison.Ordinal);
        await SevereAsync(world, Noon.AddMinutes(65));
        world.Clock.Now = Noon.AddMinutes(71);
        await world.CloseAsync();
        Assert.Equal(2, (await notices.UnreadAsync(lead.UserId)).Count);
    }

    [Fact]
    public void Period_IsTheRequestedSpanOrTheLatestDayWithTraffic()
    {
        Assert.Equal(new WindowPeriod("24h", Noon.AddDays(-1), Noon, false), WindowPeriod.Of(null, null, Noon));
        Assert.Equal(new WindowPeriod("3h", Noon.AddHours(-3), Noon, false), WindowPeriod.Of("3h", Noon.AddHours(-2), Noon));
        Assert.Equal(new WindowPeriod("24h", Noon.AddDays(-1), Noon, false), WindowPeriod.Of("1y", Noon.AddHours(20), Noon));
        var past = WindowPeriod.Of("7d", Noon.AddDays(-9), Noon);
        Assert.Equal((Noon.AddDays(-10).AddMinutes(5), Noon.AddDays(-9).AddMinutes(5), true), (past.From, past.To, past.IsPast));
    }

    /// <summary>Sends an interaction of the window at Noon that arrives at this time.</summary>
    private static async Task SendAtAsync(PatternWorld world, DateTimeOffset now)
    {
        world.Clock.Now = now;
        await world.SendAsync(Noon, 1, 0);
    }

    private static async Task CloseAtAsync(PatternWorld world, DateTimeOffset now, DateTimeOffset? closed)
    {
        world.Clock.Now = now;
        await world.CloseAsync();
        Assert.Equal(closed, (await world.WindowsAsync()).Single().ClosedAt);
    }

    private static async Task SevereAsync(PatternWorld world, DateTimeOffset at)
    {
        await world.SendAsync(at, 20, 18, "DE");
        await world.SendAsync(at, 20, 0);
    }
}
