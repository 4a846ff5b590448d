using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Features.Admin;
using TriageConsole.Security;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Accounts;

public sealed class TenantServiceTests
{
    [Fact]
    public async Task SimulatedTraffic_IsSwitchedByAdminsOfADemoTenantOnly()
    {
        await using var app = await TestApp.StartAsync();
        var service = app.Get<TenantService>();
        var (demo, other) = (await app.EnsureTenantAsync("demo"), await app.EnsureTenantAsync("acme"));
        await using var db = app.Database.CreateContext();
        await db
            .Tenants.Where(t => t.Id == demo)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(t => t.DemoStartedAt, DateTimeOffset.UnixEpoch).SetProperty(t => t.DemoFinishedAt, DateTimeOffset.UnixEpoch)
            );
        var admin = new PersonAccess(1, "Ada", [new Grant(Role.Admin, demo, null), new Grant(Role.Admin, other, null)]);
        var stranger = new PersonAccess(2, "Eve", [new Grant(Role.Admin, other, null)]);
        var lead = new PersonAccess(3, "Mira", [new Grant(Role.Lead, demo, null)]);
        var changes = 0;
        service.SimulationChanged += () => changes++;

        Assert.False((await service.SimulateAsync(admin, other, on: true)).Ok);
        foreach (var person in new[] { stranger, lead, PersonAccess.Nobody })
            await Assert.ThrowsAsync<AccessDeniedException>(() => service.SimulateAsync(person, demo, on: true));
        Assert.Equal(0, changes);
        Assert.Empty(await service.SimulatedAsync(lead));

        Assert.True((await service.SimulateAsync(admin, demo, on: true)).Ok);
        Assert.Equal(["demo"], await service.SimulatedAsync(lead));
        Assert.Empty(await service.SimulatedAsync(stranger));
        Assert.Empty(await service.SimulatedAsync(PersonAccess.Nobody));
        Assert.Equal(["acme", "demo"], (await service.ListAsync(admin)).Select(t => t.Key));
        Assert.Equal(
            [(true, true)],
            (await service.ListAsync(admin)).Where(t => t.Id == demo).Select(t => (t.IsDemo, t.SimulatedSince is not null))
        );
        Assert.Equal(["acme"], (await service.ListAsync(stranger)).Select(t => t.Key));
        Assert.Empty(await service.ListAsync(lead));

        Assert.True((await service.SimulateAsync(admin, demo, on: false)).Ok);
        Assert.Empty(await service.SimulatedAsync(lead));
        Assert.Equal(2, changes);
    }

    /// <summary>Not even by a statement.</summary>
    [Fact]
    public async Task SimulatedTraffic_OfANormalTenant_IsRefusedByTheDatabase()
    {
        await using var app = await TestApp.StartAsync();
        await app.EnsureTenantAsync("acme");
        await using var db = app.Database.CreateContext();
        await Assert.ThrowsAnyAsync<Exception>(() =>
            db.Tenants.ExecuteUpdateAsync(s => s.SetProperty(t => t.SimulatedSince, DateTimeOffset.UnixEpoch))
        );
    }
}
