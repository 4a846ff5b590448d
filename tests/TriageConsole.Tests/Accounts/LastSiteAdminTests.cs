using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;
using TriageConsole.Security;

namespace TriageConsole.Tests.Accounts;

/// <summary>There is always a site admin, also when the last two are removed at the same time.</summary>
public sealed class LastSiteAdminTests
{
    private static readonly PersonAccess Root = new(0, "Root", [new Grant(Role.Admin, null, null)]);

    [Fact]
    public async Task LastTwo_LoseTheRoleAtTheSameTime_OneKeepsIt()
    {
        await using var w = await AccountWorld.StartAsync();
        await MakeTwoAsync(w);
        await using var db = w.App.Database.CreateContext();
        var grants = await db
            .RoleGrants.Where(g => g.Role == Role.Admin && g.TenantId == null)
            .Select(g => g.Id)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, grants.Count);
        var results = await Task.WhenAll(grants.Select(g => w.People.RevokeGrantAsync(Root, g)));
        Assert.Single(results, r => r.Ok);
        Assert.Contains("last site admin", results.Single(r => !r.Ok).Message, StringComparison.Ordinal);
        Assert.Equal(
            1,
            await db.RoleGrants.CountAsync(g => g.Role == Role.Admin && g.TenantId == null, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task LastTwo_DisabledAtTheSameTime_OneStays()
    {
        await using var w = await AccountWorld.StartAsync();
        var people = await MakeTwoAsync(w);
        var results = await Task.WhenAll(people.Select(p => w.People.DisableAsync(Root, p)));
        Assert.Single(results, r => r.Ok);
        Assert.Contains("last site admin", results.Single(r => !r.Ok).Message, StringComparison.Ordinal);
        await using var db = w.App.Database.CreateContext();
        Assert.Equal(
            1,
            await db.Users.CountAsync(u => people.Contains(u.Id) && u.DisabledAt == null, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task OneRole_RemovedByTwoAtTheSameTime_IsRemovedOnce()
    {
        await using var w = await AccountWorld.StartAsync();
        var (person, _) = await w.App.CreatePersonAsync(new Grant(Role.Lead, await w.App.EnsureTenantAsync("acme"), null));
        await using var db = w.App.Database.CreateContext();
        var grant = await db.RoleGrants.Where(g => g.UserId == person).Select(g => g.Id).SingleAsync(TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => w.People.RevokeGrantAsync(Root, grant)));
        Assert.Single(results, r => r.Ok);
        Assert.Equal(1, await db.RemovedRoles.CountAsync(r => r.UserId == person, TestContext.Current.CancellationToken));
    }

    private static async Task<long[]> MakeTwoAsync(AccountWorld w) =>
        [
            (await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null))).UserId,
            (await w.App.CreatePersonAsync(new Grant(Role.Admin, null, null))).UserId,
        ];
}
