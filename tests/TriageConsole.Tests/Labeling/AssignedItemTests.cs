using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Features.Triage;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>A lead assigns items of the queue to a person.</summary>
public sealed class AssignedItemTests
{
    [Fact]
    public async Task Claim_OfTheAssignedPerson_TakesTheItemFirst_AndOthersPassIt()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var (ada, bob) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"));
        // The last of three by priority.
        Assert.True((await AssignAsync(world, ada.Access.UserId, "t3")).Ok);
        Assert.Equal("t1", await NextAsync(bob));
        Assert.Equal("t3", await NextAsync(ada));
        Assert.Equal("t2", await NextAsync(bob));
        Assert.Null(await NextAsync(ada));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task LastSlot_WaitsForTheAssignedPerson_AndTheOthersAreForEverybody()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1, slots: 2);
        var (ada, bob, cleo) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"), await world.HireAsync("Cleo"));
        await AssignAsync(world, ada.Access.UserId, "t1");
        Assert.Equal("t1", await NextAsync(bob));
        Assert.Null(await NextAsync(cleo));
        Assert.Equal("t1", await NextAsync(ada));
    }

    [Fact]
    public async Task Item_ThatTheAssignedPersonSkips_IsForTheOthers()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ada, bob) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"));
        await AssignAsync(world, ada.Access.UserId, "t1");
        Assert.Null(await NextAsync(bob));
        var item = await world.Labeling.NextAsync(ada.Access, ada.Session, TestContext.Current.CancellationToken);
        await world.Labeling.SkipAsync(ada.Access, ada.Session, item!.Lease, "Outside my expertise", TestContext.Current.CancellationToken);
        Assert.Equal("t1", await NextAsync(bob));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Assign_ToNobody_GivesTheItemBackToAll()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ada, bob) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"));
        await AssignAsync(world, ada.Access.UserId, "t1");
        Assert.Equal("1 item has no assignee now.", (await AssignAsync(world, null, "t1")).Message);
        Assert.Equal("t1", await NextAsync(bob));
    }

    [Fact]
    public async Task Assign_ToAPersonWhoCannotLabelTheWorkflow_IsRefused()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var approver = await PersonAsync(world, Role.Approver);
        var elsewhere = await PersonAsync(world, Role.Labeler, otherTenant: true);
        Assert.False((await AssignAsync(world, approver, "t1")).Ok);
        Assert.False((await AssignAsync(world, elsewhere, "t1")).Ok);
        await using var db = world.CreateContext();
        Assert.All(await db.QueueItems.ToListAsync(TestContext.Current.CancellationToken), q => Assert.Null(q.AssignedToId));
    }

    [Fact]
    public async Task Item_OfAPersonWhoLosesTheRole_IsForTheOthers()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ada, bob) = (await world.HireAsync("Ada"), await world.HireAsync("Bob"));
        await AssignAsync(world, ada.Access.UserId, "t1");
        Assert.Equal(0, await Assignments(world).ReleaseAsync(TestContext.Current.CancellationToken));
        await using (var db = world.CreateContext())
            await db.RoleGrants.Where(g => g.UserId == ada.Access.UserId).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await Assignments(world).ReleaseAsync(TestContext.Current.CancellationToken));
        Assert.Equal("t1", await NextAsync(bob));
    }

    [Fact]
    public async Task Assign_ByALabeler_IsDenied()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var ada = await world.HireAsync("Ada");
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            Assignments(world).AssignAsync(ada.Access, world.Workflow, [1], ada.Access.UserId, TestContext.Current.CancellationToken)
        );
    }

    private static QueueAssignments Assignments(LabelingWorld world) =>
        new(world.Contexts, new DatabaseRetry(world.Statements), world.Notifier);

    private static async Task<Result> AssignAsync(LabelingWorld world, long? person, string trace)
    {
        var lead = await world.LeadAsync($"Lead {Guid.NewGuid():N}");
        await using var db = world.CreateContext();
        var known = await db.RoleGrants.AnyAsync(g => g.UserId == person);
        if (person is { } id && !known)
            await GrantAsync(world, id, Role.Labeler, world.Workflow.TenantId);
        var items = await db
            .QueueItems.Where(q => db.Interactions.Any(i => i.Id == q.InteractionId && i.TraceId == trace))
            .Select(q => q.Id)
            .ToListAsync();
        return await Assignments(world).AssignAsync(lead, world.Workflow, items, person, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> NextAsync(Hand hand) =>
        (await hand.World.Labeling.NextAsync(hand.Access, hand.Session, TestContext.Current.CancellationToken))?.Content.TraceId;

    private static async Task<long> PersonAsync(LabelingWorld world, Role role, bool otherTenant = false)
    {
        await using var db = world.CreateContext();
        var user = new AppUser { UserName = $"p{Guid.NewGuid():N}", DisplayName = "P" };
        db.Users.Add(user);
        var tenant = world.Workflow.TenantId;
        await db.SaveChangesAsync();
        if (otherTenant)
        {
            var other = new Data.Tenants.Tenant
            {
                Key = "other",
                Name = "Other",
                CreatedAt = world.Time.GetUtcNow(),
            };
            db.Tenants.Add(other);
            await db.SaveChangesAsync();
            tenant = other.Id;
        }

        await GrantAsync(world, user.Id, role, tenant);
        return user.Id;
    }

    private static async Task GrantAsync(LabelingWorld world, long user, Role role, long tenant)
    {
        await using var db = world.CreateContext();
        db.RoleGrants.Add(
            new RoleGrant
            {
                UserId = user,
                Role = role,
                TenantId = tenant,
                GrantedAt = world.Time.GetUtcNow(),
                GrantedBy = "test",
            }
        );
        await db.SaveChangesAsync();
    }
}
