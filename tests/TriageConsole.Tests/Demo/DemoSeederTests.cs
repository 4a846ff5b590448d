using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TriageConsole.Features.Demo;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Demo;

public sealed class DemoSeederTests
{
    [Fact]
    public async Task Seed_Twice_ChangesNothingTheSecondTime()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = new TriageConsoleApp(["--urls", "http://127.0.0.1:0"], database.Connection);
        var seeder = ActivatorUtilities.CreateInstance<DemoSeeder>(app.Services);
        Assert.True(await seeder.IsWantedAsync(default));
        var first = await seeder.SeedAsync(null, default);
        Assert.Equal((DemoTraffic.Interactions, 0, 0), (first.Accepted, first.QuarantinedCount, first.Waiting));
        Assert.False(await seeder.IsWantedAsync(default));

        await using var db = database.CreateContext();
        var signals = await db.Signals.CountAsync();
        var second = await seeder.SeedAsync(null, default);
        Assert.Equal((0, 0, DemoTraffic.Interactions + first.Joined), (second.Accepted, second.Joined, second.Duplicates));
        Assert.Equal(signals, await db.Signals.CountAsync());
        Assert.Equal(3, await db.Workflows.CountAsync(w => w.Configured && w.ActiveRubricVersionId != null));
        Assert.Equal(3, await db.DatasetVersions.CountAsync(v => v.Number == 1));
        Assert.Equal(5, await db.RoleGrants.CountAsync());
        Assert.Equal(DemoQueueWork.Total, await WorkedAsync(database));
    }

    [Fact]
    public async Task Seed_InterruptedAtEachStep_IsCompletedByTheNextStart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new BreakingTime();
        await using var app = new TriageConsoleApp(
            ["--urls", "http://127.0.0.1:0"],
            database.Connection,
            b => b.Services.AddSingleton<TimeProvider>(clock)
        );
        var seeder = ActivatorUtilities.CreateInstance<DemoSeeder>(app.Services);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            seeder.SeedAsync(n => throw new InvalidOperationException($"stopped at {n}"), default)
        );
        Assert.True(await seeder.IsWantedAsync(default));

        // All traffic is stored. Each further start, one day later, then gets a little further with the work on it.
        await using var db = database.CreateContext();
        for (var looks = 20; await seeder.IsWantedAsync(default); looks *= 2)
        {
            clock.Advance(TimeSpan.FromDays(1));
            try
            {
                await seeder.SeedAsync(_ => clock.LooksLeft = looks, default);
            }
            catch (BreakingTime.BrokenOffException)
            {
                Assert.True(await seeder.IsWantedAsync(default));
            }

            clock.LooksLeft = null;
        }

        Assert.True(clock.Breaks > 1, $"interrupted {clock.Breaks} times");
        Assert.Equal(DemoTraffic.Interactions, await db.Interactions.CountAsync());
        Assert.Equal(3, await db.Releases.Select(r => r.WorkflowId).Distinct().CountAsync());
        Assert.Equal(DemoQueueWork.Total, await WorkedAsync(database));
    }

    private static async Task<int> WorkedAsync(TestDatabase database)
    {
        await using var db = database.CreateContext();
        return await db.Labels.CountAsync(l => l.AssignmentId != null);
    }

    /// <summary>A clock that interrupts the work after a number of reads.</summary>
    private sealed class BreakingTime : TimeProvider
    {
        private DateTimeOffset now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

        public int? LooksLeft { get; set; }

        public int Breaks { get; private set; }

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow()
        {
            if (LooksLeft is not { } left)
                return now;
            LooksLeft = left - 1;
            if (left > 0)
                return now;
            Breaks++;
            throw new BrokenOffException();
        }

        public sealed class BrokenOffException : Exception;
    }
}
