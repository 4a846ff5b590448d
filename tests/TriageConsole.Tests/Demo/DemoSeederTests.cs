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
        Assert.Equal(5, await db.RoleGrants.CountAsync());
    }
}
