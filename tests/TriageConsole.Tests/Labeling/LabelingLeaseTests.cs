using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Features.Labeling;

namespace TriageConsole.Tests.Labeling;

/// <summary>Leases of items: who may submit, what happens after a lease expired, and which items a labeler gets back.</summary>
public sealed class LabelingLeaseTests
{
    [Fact]
    public async Task Submit_AfterLeaseExpired_IsKeptAsExtraLabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        var item = await ann.TakeAsync();
        await world.Records.SaveDraftAsync(ann.Access, ann.Session, item.Lease, Hand.Fine, 100);
        await world.ExpireLeasesAsync();
        var bobs = await bob.TakeAsync();
        Assert.Equal(item.InteractionId, bobs.InteractionId);
        Assert.Empty(bobs.Draft);
        var late = await ann.SubmitAsync(item);
        Assert.Equal(SubmitStatus.SavedAsExtra, late.Value.Status);
        Assert.Contains("extra label", late.Message, StringComparison.Ordinal);
        Assert.Equal(SubmitStatus.Saved, (await bob.SubmitAsync(bobs)).Value.Status);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Submit_AfterLeaseTimeButBeforeTheLeaseIsCollected_Counts()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(item)).Value.Status);
        await world.ExpireLeasesAsync();
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task ExtraLabel_ItemIsNotLeasedToTheSameLabelerAgain()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        await world.ExpireLeasesAsync();
        Assert.Equal(SubmitStatus.SavedAsExtra, (await hand.SubmitAsync(item)).Value.Status);
        Assert.Null(await hand.TryTakeAsync());
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task ExpiredItem_LeasedAgain_HasTheDraftAndAnotherFence()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        await world.Records.SaveDraftAsync(
            hand.Access,
            hand.Session,
            item.Lease,
            new Dictionary<string, string> { ["note"] = "half a thought" },
            4200
        );
        await world.ExpireLeasesAsync();
        var again = await hand.TakeAsync();
        Assert.Equal(("half a thought", 4200, item.Lease.Fence + 1), (again.Draft["note"], again.ElapsedMs, again.Lease.Fence));
        Assert.Equal(ErrorKind.Conflict, (await hand.SubmitAsync(item)).Error?.Kind);
        Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(again)).Value.Status);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Submit_OtherLabelersLease_IsRefused()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        Assert.Equal(ErrorKind.NotFound, (await bob.SubmitAsync(await ann.TakeAsync())).Error?.Kind);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Resume_AfterReload_ReturnsLeasedItemsDraftsFirst_AndOldTokensCannotRelease()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var hand = await world.HireAsync("ann");
        var (first, second) = (await hand.TakeAsync(), await hand.TakeAsync());
        await world.Records.SaveDraftAsync(
            hand.Access,
            hand.Session,
            second.Lease,
            new Dictionary<string, string> { ["note"] = "kept" },
            10
        );
        var back = await hand.ResumeAsync();
        Assert.Equal([second.InteractionId, first.InteractionId], back.Select(i => i.InteractionId));
        Assert.Equal("kept", back[0].Draft["note"]);
        await world.Leases.ReleaseAsync(hand.Session, [first.Lease, second.Lease]);
        Assert.Equal(2, (await hand.ResumeAsync()).Count);
        world.Pending.Add(second.AssignmentId);
        Assert.Equal(first.InteractionId, Assert.Single(await hand.ResumeAsync()).InteractionId);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Release_KeepsItemsWithDrafts()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var hand = await world.HireAsync("ann");
        var (first, second) = (await hand.TakeAsync(), await hand.TakeAsync());
        await world.Records.SaveDraftAsync(hand.Access, hand.Session, first.Lease, Hand.Fine, 10);
        await world.Leases.ReleaseAsync(hand.Session, [first.Lease, second.Lease]);
        Assert.Equal(first.InteractionId, Assert.Single(await hand.ResumeAsync()).InteractionId);
        Assert.Equal(new QueueLeft(1, 0, 1), await world.Records.LeftAsync(hand.Session));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Renew_ReturnsTheValidLeases()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var hand = await world.HireAsync("ann");
        var (kept, lost) = (await hand.TakeAsync(), await hand.TakeAsync());
        world.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(
            [kept.AssignmentId],
            await world.Leases.RenewAsync(hand.Access, hand.Session, [kept.Lease, lost.Lease with { Fence = 99 }])
        );
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.Statements.ExpireLeasesAsync(world.Time.GetUtcNow(), default);
        Assert.Equal(kept.InteractionId, Assert.Single(await hand.ResumeAsync()).InteractionId);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Claim_OfAnInteractionQueuedTwice_LeasesItOnceUnlessItNeedsARelabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        await using (var db = world.CreateContext())
        {
            foreach (var source in new[] { Data.Triage.QueueSource.Requested, Data.Triage.QueueSource.Relabel })
                db.QueueItems.Add(
                    new Data.Triage.QueueItem
                    {
                        TenantId = world.Workflow.TenantId,
                        WorkflowId = world.Workflow.Id,
                        InteractionId = 1,
                        Source = source,
                        Priority = 1,
                        Reason = "test",
                        Slots = 2,
                        OpenSlots = 2,
                    }
                );
            await db.SaveChangesAsync();
        }

        var (lena, luis) = (await world.HireAsync("Lena"), await world.HireAsync("Luis"));
        var mine = new List<long>();
        while (await lena.TryTakeAsync() is { } item)
        {
            await lena.SubmitAsync(item);
            mine.Add(item.AssignmentId);
        }

        Assert.Equal(2, mine.Count);
        await using var after = world.CreateContext();
        var sources = await (
            from a in after.Assignments
            join q in after.QueueItems on a.QueueItemId equals q.Id
            select q.Source
        ).ToListAsync();
        Assert.Single(sources, s => s == Data.Triage.QueueSource.Relabel);
        Assert.NotNull(await luis.TryTakeAsync());
    }
}
