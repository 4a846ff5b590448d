using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using TriageConsole.Features.Labeling;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Labeling;

public sealed class QueueConcurrencyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Labelers_ThirtyTwoConcurrently_LeaseEachSlotOnce(int slots)
    {
        await using var world = await LabelingWorld.CreateAsync(items: 80, slots);
        var hands = new List<Hand>();
        for (var i = 0; i < 32; i++)
            hands.Add(await world.HireAsync($"labeler{i}"));
        var given = new ConcurrentBag<(long Labeler, long Interaction)>();
        await Task.WhenAll(
            hands.Select(hand =>
                Task.Run(async () =>
                {
                    // An empty result can be temporary, because rows that other claims lock are skipped. The queue is done when no slot is
                    // open.
                    while (await OpenAsync(world) > 0)
                    {
                        if (await hand.TryTakeAsync() is not { } item)
                        {
                            if (await NothingLeftForAsync(world, hand))
                                return;
                            continue;
                        }

                        given.Add((hand.Session.LabelerId, item.InteractionId));
                        if (item.InteractionId % 7 == 0)
                            Assert.True((await hand.SkipAsync(item, "unclear")).Ok);
                        else
                            Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(item)).Value.Status);
                    }
                })
            )
        );
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.All(given.Where(g => g.Interaction % 7 != 0).GroupBy(g => g.Interaction), g => Assert.Equal(slots, g.Count()));
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Claim_OneLabelerInManyWindows_NeverLeasesAnItemTwice()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 20, slots: 3);
        var hand = await world.HireAsync("ann");
        var items = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(hand.TryTakeAsync)));
        var got = items.OfType<LabelingItem>().Select(i => i.InteractionId).ToList();
        Assert.Equal(got.Count, got.Distinct().Count());
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Claim_OtherWindowsTakeEachItemFirst_GetsTheLastItem()
    {
        TestServer.PostgresOnly("reads pg_blocking_pids");
        await using var world = await LabelingWorld.CreateAsync(items: 9);
        var hand = await world.HireAsync("ann");
        // Transactions of the same labeler's other windows: each has taken an item and is not committed yet.
        var others = new Dictionary<int, (NpgsqlConnection Connection, NpgsqlTransaction Transaction)>();
        for (var item = 1; item < 9; item++)
        {
            var other = new NpgsqlConnection(world.ConnectionString);
            await other.OpenAsync();
            var transaction = await other.BeginTransactionAsync();
            await RunAsync(
                other,
                $"""
                INSERT INTO assignments (queue_item_id, labeler_id, state, fence, leased_at, lease_until)
                SELECT id, {hand.Session.LabelerId}, 0, 1, now(), now() FROM queue_items WHERE interaction_id = {item};
                UPDATE queue_items SET open_slots = 0 WHERE interaction_id = {item};
                """
            );
            others[other.ProcessID] = (other, transaction);
        }

        var claim = Task.Run(hand.TryTakeAsync);
        await using (var watcher = new NpgsqlConnection(world.ConnectionString))
        {
            await watcher.OpenAsync();
            while (!claim.IsCompleted)
            {
                var blocking = await RunAsync(
                    watcher,
                    "SELECT b FROM pg_stat_activity, unnest(pg_blocking_pids(pid)) b WHERE datname = current_database() LIMIT 1"
                );
                if (blocking is int pid && others.Remove(pid, out var first))
                {
                    await first.Transaction.CommitAsync();
                    await first.Connection.DisposeAsync();
                }
            }
        }

        Assert.Equal(9, (await claim)?.InteractionId);
        foreach (var (connection, _) in others.Values)
            await connection.DisposeAsync();
    }

    [Fact]
    public async Task Submit_SameKeyConcurrently_CreatesOneLabel()
    {
        await using var world = await LabelingWorld.CreateAsync(items: 1);
        var hand = await world.HireAsync("ann");
        var item = await hand.TakeAsync();
        var key = Guid.NewGuid();
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => hand.SubmitAsync(item, key))));
        Assert.All(results, r => Assert.Equal(SubmitStatus.Saved, r.Value.Status));
        Assert.Single(results.Select(r => r.Value.LabelId).Distinct());
        await world.AssertBooksBalanceAsync();
    }

    [Fact]
    public async Task Submit_ConnectionKilledDuringTheSubmit_RetryCreatesExactlyOneLabel()
    {
        TestServer.PostgresOnly("kills a backend");
        await using var world = await LabelingWorld.CreateAsync(items: 5);
        var hand = await world.HireAsync("ann");
        for (var i = 0; i < 5; i++)
        {
            var item = await hand.TakeAsync();
            var key = Guid.NewGuid();
            // The row lock keeps the submit in progress until its connection is killed.
            await using (var blocker = new NpgsqlConnection(world.ConnectionString))
            {
                await blocker.OpenAsync();
                await using var transaction = await blocker.BeginTransactionAsync();
                await RunAsync(blocker, $"SELECT 1 FROM interactions WHERE id = {item.InteractionId} FOR UPDATE");
                var submit = Task.Run(() => hand.SubmitAsync(item, key));
                while (
                    await RunAsync(
                        blocker,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                    )
                        is 0L
                )
                    await Task.Yield();
                await RunAsync(
                    blocker,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                );
                var fault = await Assert.ThrowsAnyAsync<Exception>(() => submit);
                Assert.True(world.Statements.IsTransient(fault));
                await transaction.RollbackAsync();
            }

            Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(item, key)).Value.Status);
            Assert.Equal(SubmitStatus.Saved, (await hand.SubmitAsync(item, key)).Value.Status);
        }

        await using var db = world.CreateContext();
        Assert.Equal(5, await db.Labels.CountAsync());
        await world.AssertBooksBalanceAsync();
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<int> OpenAsync(LabelingWorld world)
    {
        await using var db = world.CreateContext();
        return await db.QueueItems.SumAsync(q => q.OpenSlots);
    }

    private static async Task<bool> NothingLeftForAsync(LabelingWorld world, Hand hand)
    {
        await using var db = world.CreateContext();
        return !await db.QueueItems.AnyAsync(q =>
            q.OpenSlots > 0 && !db.Assignments.Any(a => a.QueueItemId == q.Id && a.LabelerId == hand.Session.LabelerId)
        );
    }
}
