using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Notices;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Labeling.Flags;
using TriageConsole.Features.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>Resolving flags by filter, and notices of new flags.</summary>
public sealed class FlagMatchingTests
{
    [Fact]
    public async Task ResolveMatching_ResolvesAllThatMatch_AndNoOthers()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 8);
        var (ann, bob, lead) = (await world.HireAsync("ann"), await world.HireAsync("bob"), await world.LeadAsync("lea"));
        for (var i = 0; i < 3; i++)
            await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        await ann.SkipAsync(await ann.TakeAsync(), "Outside my expertise");
        await bob.SkipAsync(await bob.TakeAsync(), "Broken or empty");
        await bob.FlagAsync(await bob.TakeAsync(), FlagKind.PersonalData);
        var asked = world.Time.GetUtcNow();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");

        var broken = new FlagFilter(Kind: FlagKind.Skip, LabelerId: ann.Session.LabelerId, Reason: "Broken or empty") { Until = asked };
        Assert.Equal("Resolved 3 flags.", (await world.FlagActions.ResolveMatchingAsync(lead, world.Workflow, broken, "Fixed.")).Message);
        Assert.Equal(
            ErrorKind.Conflict,
            (await world.FlagActions.ResolveMatchingAsync(lead, world.Workflow, broken, "Fixed.")).Error?.Kind
        );
        await using var db = world.CreateContext();
        Assert.Equal(
            (3, 4),
            (await db.FlagEntries.CountAsync(e => e.Text == "Fixed."), await db.Flags.CountAsync(f => f.State == FlagState.Open))
        );
        Assert.All(await db.Flags.Where(f => f.State == FlagState.Resolved).ToListAsync(), f => Assert.Equal(lead.UserId, f.ResolvedById));

        // The state of the filter is ignored: only open flags can be resolved.
        var all = new FlagFilter(FlagState.Resolved);
        Assert.Equal("Resolved 4 flags.", (await world.FlagActions.ResolveMatchingAsync(lead, world.Workflow, all, "")).Message);
        await Assert.ThrowsAsync<AccessDeniedException>(() => world.FlagActions.ResolveMatchingAsync(ann.Access, world.Workflow, all, ""));
    }

    [Fact]
    public async Task ResolveMatching_OfMoreThanABatch_ByTwoLeadsAtOnce_ResolvesEachOnce()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 450);
        var (ann, lea, leo) = (await world.HireAsync("ann"), await world.LeadAsync("lea"), await world.LeadAsync("leo"));
        await using var db = world.CreateContext();
        foreach (var item in await db.QueueItems.AsNoTracking().ToListAsync())
            db.Assignments.Add(
                new Assignment
                {
                    QueueItemId = item.Id,
                    LabelerId = ann.Session.LabelerId,
                    State = AssignmentState.Skipped,
                    LeasedAt = item.CreatedAt,
                    LeaseUntil = item.CreatedAt,
                    FinishedAt = item.CreatedAt,
                }
            );
        await db.SaveChangesAsync();
        foreach (var assignment in await db.Assignments.ToListAsync())
            db.Flags.Add(
                new Flag
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = assignment.QueueItemId,
                    AssignmentId = assignment.Id,
                    LabelerId = ann.Session.LabelerId,
                    Kind = FlagKind.Skip,
                    Note = "again",
                    CreatedAt = world.Time.GetUtcNow(),
                }
            );
        await db.SaveChangesAsync();
        var results = await Task.WhenAll(
            new[] { lea, leo }.Select(lead =>
                Task.Run(() => world.FlagActions.ResolveMatchingAsync(lead, world.Workflow, new FlagFilter(), "done"))
            )
        );
        Assert.Contains(results, r => r.Ok);
        Assert.Equal(450, await db.FlagEntries.CountAsync());
        Assert.Equal(0, await db.Flags.CountAsync(f => f.State == FlagState.Open));
    }

    [Fact]
    public async Task NewFlag_NotifiesTheLeadsWhoWantIt_ByMailToo_WithoutTheNote()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var ann = await world.HireAsync("ann");
        var (all, personal, none) = (await world.LeadAsync("lea"), await world.LeadAsync("leo"), await world.LeadAsync("lou"));
        await WantAsync(world, (all, FlagNotices.All), (personal, FlagNotices.PersonalData), (none, FlagNotices.None));
        var item = await ann.TakeAsync();
        await ann.FlagAsync(item, FlagKind.RubricUnclear, "secret note");
        await ann.SkipAsync(await ann.TakeAsync(), "Broken or empty");
        await using var db = world.CreateContext();
        var notice = Assert.Single(await db.Notices.Include(n => n.Deliveries).ToListAsync());
        var flag = await db.Flags.SingleAsync(f => f.Kind == FlagKind.RubricUnclear);
        Assert.Equal(
            (all.UserId, "New flag in Test: rubric unclear, by ann.", $"flags/general.test?tenant=acme&item={flag.Id}"),
            (notice.UserId, notice.Text, notice.Link)
        );
        Assert.Equal((NoticeChannel.Mail, "lea@example.org"), (Assert.Single(notice.Deliveries).Channel, notice.Deliveries[0].Recipient));

        // The same flag again is no news; another kind is.
        await ann.FlagAsync(item, FlagKind.RubricUnclear, "more");
        await ann.FlagAsync(item, FlagKind.PersonalData);
        Assert.Equal([all.UserId, all.UserId, personal.UserId], (await db.Notices.Select(n => n.UserId).ToListAsync()).Order());
    }

    [Fact]
    public async Task Erasure_RemovesTheTextsOfFlags_AlsoOfReplies()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, lead) = (await world.HireAsync("ann"), await world.LeadAsync("lea"));
        var item = await ann.TakeAsync();
        await ann.FlagAsync(item, FlagKind.PersonalData, "Ada's address");
        var id = (await world.Inbox.ListAsync(lead, world.Workflow, new FlagFilter(), 1))[0].Id;
        await world.FlagActions.ReplyAsync(lead, world.Workflow, id, "Ada's?");
        await world.FlagActions.ResolveAsync(lead, world.Workflow, id, "Ada is gone.");
        await using var db = world.CreateContext();
        var unit = new ErasureUnit(db, world.Workflow.TenantId, "u1", []);
        await new LabelingErasure().EraseAsync(unit, [item.InteractionId], default);
        Assert.Equal(3, unit.Counts["notes of flags"]);
        await new LabelingErasure().EraseAsync(unit, [item.InteractionId], default);
        Assert.Equal(3, unit.Counts["notes of flags"]);
        Assert.Equal(["[erased]", ""], await db.FlagEntries.OrderBy(e => e.Id).Select(e => e.Text).ToListAsync());
        Assert.Equal(("", ""), await db.Flags.Select(f => new ValueTuple<string, string>(f.Note, f.ResolutionNote)).SingleAsync());
    }

    private static async Task WantAsync(LabelingWorld world, params (PersonAccess Lead, FlagNotices Wanted)[] leads)
    {
        await using var db = world.CreateContext();
        foreach (var (lead, wanted) in leads)
        {
            db.RoleGrants.Add(
                new RoleGrant
                {
                    UserId = lead.UserId,
                    Role = Role.Lead,
                    TenantId = world.Workflow.TenantId,
                    GrantedAt = world.Time.GetUtcNow(),
                    GrantedBy = "test",
                }
            );
            await db
                .Users.Where(u => u.Id == lead.UserId)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(u => u.FlagNotices, wanted).SetProperty(u => u.Email, lead.DisplayName + "@example.org")
                );
        }

        await db.SaveChangesAsync();
    }
}
