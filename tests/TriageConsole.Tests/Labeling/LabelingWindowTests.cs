using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Labeling;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

/// <summary>One person in several windows: there is never a second current label, and never a wrong message.</summary>
public sealed class LabelingWindowTests
{
    [Fact]
    public async Task Submit_OfAnItemOpenInAnotherWindow_IsRefusedWithTheReason()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var ann = await world.HireAsync("ann");
        var first = await ann.TakeAsync();
        var second = Assert.Single(await ann.ResumeAsync());
        var refused = await ann.SubmitAsync(first);
        Assert.Equal(ErrorKind.Conflict, refused.Error?.Kind);
        Assert.Contains("another window", refused.Message, StringComparison.Ordinal);
        Assert.True(await world.Leases.IsOpenElsewhereAsync(ann.Session, first.Lease));
        Assert.False(await world.Leases.IsOpenElsewhereAsync(ann.Session, second.Lease));
        await world.AssertBooksBalanceAsync();
        Assert.Equal(SubmitStatus.Saved, (await ann.SubmitAsync(second)).Value.Status);

        var again = await ann.SubmitAsync(first);
        Assert.Equal(SubmitStatus.SavedAsRevision, again.Value.Status);
        Assert.DoesNotContain("had ended", again.Message, StringComparison.Ordinal);
        await world.AssertBooksBalanceAsync();
        await using var db = world.CreateContext();
        Assert.Equal([(1, false), (2, true)], (await db.Labels.OrderBy(l => l.Id).ToListAsync()).Select(l => (l.Revision, l.IsCurrent)));
        Assert.Equal(1, (await world.Records.TodayAsync(ann.Access, ann.Session)).Labels);
    }

    [Fact]
    public async Task Submit_FromManyWindowsConcurrently_LeavesOneCurrentLabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 3);
        var ann = await world.HireAsync("ann");
        for (var n = 0; n < 3; n++)
        {
            var item = await ann.TakeAsync();
            var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => ann.SubmitAsync(item))));
            Assert.Single(results, r => r.Value.Status == SubmitStatus.Saved);
            Assert.Equal(23, results.Count(r => r.Value.Status == SubmitStatus.SavedAsRevision));
            await world.AssertBooksBalanceAsync();
        }

        await using var db = world.CreateContext();
        Assert.All(
            (await db.Labels.ToListAsync()).GroupBy(l => l.InteractionId),
            g => Assert.Equal(Enumerable.Range(1, 24), g.Select(l => l.Revision).Order())
        );
        Assert.Equal(3, await db.Labels.CountAsync(l => l.IsCurrent));
    }

    [Fact]
    public async Task SubmitsSkipsAndUndos_InManyWindowsConcurrently_KeepTheCounters()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 6);
        var ann = await world.HireAsync("ann");
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(window =>
                    Task.Run(async () =>
                    {
                        for (var n = 0; n < 12; n++)
                        {
                            var held = await ann.ResumeAsync();
                            var item = held.Count > 0 ? held[(window + n) % held.Count] : await ann.TryTakeAsync();
                            if (item is not null)
                                await ann.SubmitAsync(item);
                            if (n % 4 == 3)
                                await ann.UndoAsync();
                            if (item is not null && n % 5 == 4)
                                await ann.SkipAsync(item, "unclear");
                        }
                    })
                )
        );
        await using (var db = world.CreateContext())
            Assert.All(
                (await db.Labels.Where(l => l.IsCurrent).ToListAsync()).GroupBy(l => (l.InteractionId, l.RubricId)),
                g => Assert.Single(g)
            );
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Resume_ThatTheServerEndsInADeadlock_RunsAgain()
    {
        TestServer.PostgresOnly("sets its deadlock timeout");
        await using var world = await LabelingWorld.CreateAsync(items: 2);
        var ann = await world.HireAsync("ann");
        long[] ids = [(await ann.TakeAsync()).Lease.AssignmentId, (await ann.TakeAsync()).Lease.AssignmentId];
        for (var wasOther = true; wasOther; )
        {
            await using var other = world.CreateContext();
            await using var transaction = await other.Database.BeginTransactionAsync();
            // The server ends the transaction that looks for a deadlock first.
            await other.Database.ExecuteSqlRawAsync("SET LOCAL deadlock_timeout = '4s'");
            await LockAsync(other, ids[1]);
            var resumed = ann.ResumeAsync();
            await Wait.UntilAsync(() => IsAnyWaitingAsync(world), "Another transaction that waits for a lock");
            try
            {
                await LockAsync(other, ids[0]);
                await transaction.CommitAsync();
                wasOther = false;
            }
            catch (Exception e) when (world.Statements.IsDeadlock(e))
            {
                // A busy machine: the resume looked before this transaction waited.
                await transaction.RollbackAsync();
            }

            Assert.Equal(2, (await resumed).Count);
        }
    }

    private static Task<int> LockAsync(TriageDbContext db, long id) =>
        db.Assignments.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Fence, a => a.Fence + 1));

    private static async Task<bool> IsAnyWaitingAsync(LabelingWorld world)
    {
        // A connection of its own: in a transaction the server shows the same activity again.
        await using var db = world.CreateContext();
        const string Waiting = """
            SELECT count(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;
        return await db.Database.SqlQueryRaw<int>(Waiting).SingleAsync() > 0;
    }

    [Fact]
    public async Task Submit_OfAnItemSkippedInAnotherWindow_ReportsTheSkip()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var ann = await world.HireAsync("ann");
        var item = await ann.TakeAsync();
        Assert.True((await ann.SkipAsync(item, "unclear")).Ok);
        var late = await ann.SubmitAsync(item);
        Assert.Equal(SubmitStatus.SavedAsExtra, late.Value.Status);
        Assert.Contains("skipped", late.Message, StringComparison.Ordinal);
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Draft_OfAWindowThatLostItsItem_DoesNotReplaceTheNewerDraft()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var ann = await world.HireAsync("ann");
        var first = await ann.TakeAsync();
        var second = Assert.Single(await ann.ResumeAsync());
        Assert.True(await SaveAsync(second, "new"));
        Assert.False(await SaveAsync(first, "old"));
        Assert.Equal("new", Assert.Single(await ann.ResumeAsync()).Draft["note"]);

        Task<bool> SaveAsync(LabelingItem item, string note) =>
            world.Records.SaveDraftAsync(ann.Access, ann.Session, item.Lease, new Dictionary<string, string> { ["note"] = note }, 10);
    }

    [Fact]
    public async Task Relabel_ReplacesTheEarlierLabel_AndUndoRestoresIt()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var ann = await world.HireAsync("ann");
        var first = (await ann.SubmitAsync(await ann.TakeAsync())).Value.LabelId;
        await using (var db = world.CreateContext())
        {
            db.QueueItems.Add(
                new QueueItem
                {
                    TenantId = world.Workflow.TenantId,
                    WorkflowId = world.Workflow.Id,
                    InteractionId = 1,
                    Source = QueueSource.Relabel,
                    Reason = "test",
                    Slots = 1,
                    OpenSlots = 1,
                }
            );
            await db.SaveChangesAsync();
        }

        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((SubmitStatus.Saved, 1), ((await ann.SubmitAsync(await ann.TakeAsync())).Value.Status, await CurrentAsync(world)));
        Assert.Equal((0, 1), (await DayAsync(world, 1), await DayAsync(world, 2)));
        Assert.True((await ann.UndoAsync()).Ok);
        await using (var db = world.CreateContext())
            Assert.Equal(first, (await db.Labels.SingleAsync(l => l.IsCurrent)).Id);
        Assert.Equal(1, await CurrentAsync(world));
        Assert.Equal((1, 0), (await DayAsync(world, 1), await DayAsync(world, 2)));
    }

    [Fact]
    public async Task Ahead_InAShortQueue_LeavesTheRestForOthers()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 6);
        var (ann, bob) = (await world.HireAsync("ann"), await world.HireAsync("bob"));
        await ann.TakeAsync();
        Assert.NotNull(await world.Labeling.AheadAsync(ann.Access, ann.Session));
        Assert.Null(await world.Labeling.AheadAsync(ann.Access, ann.Session));
        Assert.NotNull(await bob.TryTakeAsync());
    }

    private static async Task<int> CurrentAsync(LabelingWorld world)
    {
        await using var db = world.CreateContext();
        var current = await db.Labels.CountAsync(l => l.IsCurrent);
        Assert.Equal(current, await db.WorkflowCounters.SumAsync(c => c.Labels));
        Assert.Equal(current, (await db.Interactions.SingleAsync()).LabelCount);
        return current;
    }

    private static async Task<int> DayAsync(LabelingWorld world, int day)
    {
        await using var db = world.CreateContext();
        return await db.LabelerDays.Where(d => d.Day == new DateOnly(2026, 3, day)).SumAsync(d => d.Labels);
    }
}
