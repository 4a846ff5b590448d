using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Releases;
using TriageConsole.Features.Releases.Experiments;
using TriageConsole.Features.Releases.Freezes;
using TriageConsole.Features.Releases.Promotion;
using TriageConsole.Security;

namespace TriageConsole.Tests.Releases;

/// <summary>Freezes: their times in their zone, and what they stop.</summary>
public sealed class FreezeTests
{
    [Theory]
    // Friday 18:00 to Monday 08:00 in Berlin; UTC+1 in winter.
    [InlineData("2026-11-20T16:59:59Z", null)]
    [InlineData("2026-11-20T17:00:00Z", "2026-11-23T07:00:00Z")]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-23T07:00:00Z")]
    [InlineData("2026-11-23T06:59:59Z", "2026-11-23T07:00:00Z")]
    [InlineData("2026-11-23T07:00:00Z", null)]
    // In summer UTC+2; the clock changes in the night to Sunday 29 March: the local end stays.
    [InlineData("2026-03-27T17:00:00Z", "2026-03-30T06:00:00Z")]
    [InlineData("2026-07-03T16:00:00Z", "2026-07-06T06:00:00Z")]
    public void WeeklyFreeze_FollowsTheLocalClock(string at, string? end)
    {
        var freeze = Weekly(DayOfWeek.Friday, 18, DayOfWeek.Monday, 8);
        Assert.Equal(
            end is null ? null : DateTimeOffset.Parse(end, CultureInfo.InvariantCulture),
            FreezeWindow.EndAt(freeze, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void WeeklyFreeze_WithinTheHourThatIsTwice_EndsAfterNow()
    {
        // 25 October 2026, 02:30 in Berlin exists twice.
        var freeze = Weekly(DayOfWeek.Sunday, 1, DayOfWeek.Sunday, 3);
        for (var at = new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero); at.Hour != 2 || at.Day == 24; at = at.AddMinutes(10))
            Assert.True(FreezeWindow.EndAt(freeze, at) > at, at.ToString(CultureInfo.InvariantCulture));
        Assert.Null(FreezeWindow.EndAt(freeze, new DateTimeOffset(2026, 10, 25, 2, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Freeze_StopsStartsAndPromotionsWithoutAReason_AndNoRollback()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        await world.LiveAsync("r1");
        await PromotionTests.ReadyAsync(world, "r2");
        await AddAsync(world, "Launch", hours: 3);
        var refused = await world.PromoteAsync(await world.ReleaseAsync("r2"));
        Assert.Contains("the freeze “Launch” lasts until", refused.Message, StringComparison.Ordinal);
        var draft = await world.DraftAsync("r3");
        Assert.Contains("freeze", (await StartAsync(world, draft.Id, " ")).Message, StringComparison.Ordinal);

        var release = await world.ReleaseAsync("r2");
        var done = await world.Promotion.PromoteAsync(
            world.Approver,
            world.Workflow,
            new PromoteRequest(release.Id, release.RowVersion, await world.LiveIdAsync(), null, "the old one leaks data")
        );
        Assert.True(done.Ok, done.Message);
        var last = (await world.HistoryAsync("r2"))[0];
        Assert.Contains("Against the freeze “Launch”", last.Reason, StringComparison.Ordinal);
        Assert.EndsWith("the old one leaks data", last.Reason, StringComparison.Ordinal);
        Assert.Null(last.OverrideReason);
        Assert.Equal(1, await OverridesAsync(world));
        Assert.True((await StartAsync(world, draft.Id, "a fix")).Ok);
        Assert.Equal(2, await OverridesAsync(world));

        Assert.True((await world.RollBackAsync("r2")).Ok);
        Assert.Equal("r1", await world.LiveNameAsync());
    }

    [Fact]
    public async Task Freeze_OfTheTenant_NeedsALeadOfTheTenant_AndEndsByRemoval()
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var service = world.Services.Get<FreezeService>();
        var wanted = Once("Holidays", world.Clock.Now, 3);
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.AddAsync(world.Approver, world.Workflow, wanted));
        wanted.IsOfTenant = true;
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.AddAsync(world.Lead, world.Workflow, wanted));
        var tenantLead = world.Lead with { Grants = [new Grant(Data.Access.Role.Lead, world.Workflow.TenantId, null)] };
        Assert.True((await service.AddAsync(tenantLead, world.Workflow, wanted)).Ok);
        var row = Assert.Single(await service.ListAsync(world.Approver, world.Workflow));
        Assert.Equal((true, world.Clock.Now.AddHours(3)), (row.IsOfTenant, row.EndsAt));
        await Assert.ThrowsAsync<AccessDeniedException>(() => service.RemoveAsync(world.Lead, world.Workflow, row.Id));
        var removals = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => service.RemoveAsync(tenantLead, world.Workflow, row.Id)))
        );
        Assert.Single(removals, r => r.Ok);
        Assert.Empty(await service.ListAsync(world.Approver, world.Workflow));
        Assert.Equal(
            2,
            await world.Services.QueryAsync(db => db.AuditRecords.CountAsync(a => a.Action == Auditing.AuditActions.FreezeChanged))
        );
    }

    [Theory]
    [InlineData("", "UTC", "2026-11-27T10:00", "2026-11-28T10:00", nameof(NewFreeze.Name))]
    [InlineData("x", "Mars/Olympus", "2026-11-27T10:00", "2026-11-28T10:00", nameof(NewFreeze.TimeZone))]
    [InlineData("x", "UTC", "soon", "2026-11-28T10:00", nameof(NewFreeze.From))]
    [InlineData("x", "UTC", "2026-11-28T10:00", "2026-11-28T10:00", nameof(NewFreeze.To))]
    [InlineData("x", "UTC", "2025-11-27T10:00", "2025-11-28T10:00", nameof(NewFreeze.To))]
    public async Task WrongFreeze_IsRefusedAtItsField(string name, string zone, string from, string to, string field)
    {
        await using var world = await ReleaseWorld.CreateAsync();
        var result = await world
            .Services.Get<FreezeService>()
            .AddAsync(
                world.Lead,
                world.Workflow,
                new NewFreeze
                {
                    Name = name,
                    TimeZone = zone,
                    From = from,
                    To = to,
                }
            );
        Assert.Equal([field], result.Problems.Select(p => p.Field));
    }

    internal static async Task AddAsync(ReleaseWorld world, string name, int hours)
    {
        var result = await world.Services.Get<FreezeService>().AddAsync(world.Lead, world.Workflow, Once(name, world.Clock.Now, hours));
        Assert.True(result.Ok, string.Join(' ', result.Problems));
    }

    private static Task<Core.Common.Result<long>> StartAsync(ReleaseWorld world, long release, string reason) =>
        world.Experiments.StartAsync(world.Approver, world.Workflow, ExperimentKind.Split, [new CandidateShare(release, 0.2)], reason);

    private static Task<int> OverridesAsync(ReleaseWorld world) =>
        world.Services.QueryAsync(db => db.AuditRecords.CountAsync(a => a.Action == Auditing.AuditActions.FreezeOverridden));

    private static NewFreeze Once(string name, DateTimeOffset from, int hours) =>
        new()
        {
            Name = name,
            From = from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            To = from.AddHours(hours).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        };

    private static ReleaseFreeze Weekly(DayOfWeek first, int from, DayOfWeek last, int to) =>
        new()
        {
            Name = "Weekend",
            TimeZone = "Europe/Berlin",
            CreatedBy = "test",
            StartMinute = FreezeWindow.MinuteOf(first, TimeSpan.FromHours(from)),
            EndMinute = FreezeWindow.MinuteOf(last, TimeSpan.FromHours(to)),
        };
}
