using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Interactions;
using TriageConsole.Features.Ingest;
using TriageConsole.Tests.Outcomes;
using static TriageConsole.Tests.Ingest.IngestFixture;

namespace TriageConsole.Tests.Ingest;

/// <summary>A repeated signal is a duplicate if it is unchanged. If it is changed, the later one is kept.</summary>
public sealed class RepeatedSignalTests : IAsyncDisposable
{
    private IngestFixture? fixture;

    private async Task<IngestFixture> WorldAsync() => fixture ??= await IngestFixture.CreateAsync();

    private static string Vote(string name, int? minute = null, string id = "fb-1") =>
        $$"""{"kind":"feedback","trace_id":"a","id":"{{id}}","name":"{{name}}","value":true,"user_id":"u-"""
        + $$"""9"{{(minute is null ? "" : $",\"timestamp\":\"2026-05-04T09:{minute}:00Z\"")}}}""";

    private static (int Joined, int Waiting, int Duplicates, int Changed) Told(IngestResult r) =>
        (r.Joined, r.Waiting, r.Duplicates, r.Changed);

    private static async Task AssertVoteAsync(IngestFixture world, string name)
    {
        var (signal, row) = await world.QueryAsync(async db => (await db.Signals.SingleAsync(), await db.Interactions.SingleAsync()));
        Assert.Equal((name, name == "thumbs_down"), (signal.Name, row.NeedsReview));
        Assert.Equal(name == "thumbs_down" ? 0.8 * 0.8 : 0, row.Suspicion, 9);
        await world.AssertCountersAsync();
        await RollupTests.AssertRollupsAsync(world);
    }

    [Theory]
    [InlineData(30, 31)]
    [InlineData(null, null)]
    public async Task ChangedVote_ReplacesTheFirst_AndIsReportedAsChanged(int? first, int? second)
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"));
        Assert.Equal((1, 0, 0, 0), Told(await world.SendAsync(Vote("thumbs_up", first))));
        await AssertVoteAsync(world, "thumbs_up");
        Assert.Equal((1, 0, 0, 1), Told(await world.SendAsync(Vote("thumbs_down", second))));
        await AssertVoteAsync(world, "thumbs_down");
        Assert.Equal((0, 0, 1, 0), Told(await world.SendAsync(Vote("thumbs_down", second))));
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task EarlierVote_DoesNotReplaceALaterOne()
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"), Vote("thumbs_down", 31));
        Assert.Equal((0, 0, 1, 0), Told(await world.SendAsync(Vote("thumbs_up", 30))));
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task AllVersionsInOneBatch_CountOnceAndTheLastIsKept()
    {
        var world = await WorldAsync();
        var told = await world.SendAsync(Event("a"), Vote("thumbs_up", 30), Vote("thumbs_down", 31), Vote("thumbs_down", 31));
        Assert.Equal((1, (2, 0, 1, 1)), (told.Accepted, Told(told)));
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitingVersions_InOneBatchOrTwo_TheLaterIsJoined(bool together)
    {
        var world = await WorldAsync();
        if (together)
        {
            Assert.Equal((0, 2, 1, 1), Told(await world.SendAsync(Vote("thumbs_up"), Vote("thumbs_down"), Vote("thumbs_down"))));
        }
        else
        {
            Assert.Equal((0, 1, 0, 0), Told(await world.SendAsync(Vote("thumbs_up"))));
            Assert.Equal((0, 1, 0, 1), Told(await world.SendAsync(Vote("thumbs_down"))));
            Assert.Equal((0, 0, 1, 0), Told(await world.SendAsync(Vote("thumbs_down"))));
        }

        Assert.Equal(1, (await world.SendAsync(Event("a"))).JoinedFromWaiting);
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task WaitingVote_IsOlderThanOneInTheInteraction()
    {
        var world = await WorldAsync();
        await world.SendAsync(Vote("thumbs_up"));
        await world.SendAsync(Vote("thumbs_down"), Event("a"));
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task VersionsInOneEvent_TheLaterIsKept()
    {
        var world = await WorldAsync();
        await world.SendAsync(
            Event(
                "a",
                """
                "feedback":[{"id":"fb-1","name":"thumbs_up","value":true,"user_id":"u-9"},
                """ + """{"id":"fb-1","name":"thumbs_down","value":true,"user_id":"u-9"}]"""
            )
        );
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task RepeatedEventWithAChangedVote_ChangesTheVote()
    {
        var world = await WorldAsync();
        const string Up = """ "feedback":[{"id":"fb-1","name":"thumbs_up","value":true,"user_id":"u-9"}] """;
        await world.SendAsync(Event("a", Up));
        Assert.Equal(1, (await world.SendAsync(Event("a", Up.Replace("up", "down", StringComparison.Ordinal)))).Duplicates);
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task ChangedOutcome_WithTheSameId_ReplacesTheFirst()
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"));
        foreach (var value in new[] { 1, 0 })
            Assert.Equal(
                1,
                (
                    await world.SendAsync(
                        $$"""{"kind":"outcome","id":"o1","trace_id":"a","outcome_metric_name":"ok","outcome_metric_value":{{value}}}"""
                    )
                ).Joined
            );
        Assert.Equal(
            (0d, 0.7),
            await world.QueryAsync(async db =>
                (await db.Interactions.SingleAsync()) is { } i ? (i.OutcomeValue!.Value, i.Suspicion) : default
            )
        );
        await RollupTests.AssertRollupsAsync(world);
    }

    [Fact]
    public async Task ChangedVote_HasTheWeightOfTheFirst_NotTwice()
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"));
        for (var n = 0; n < 20; n++)
            await world.SendAsync(Vote(n % 2 == 0 ? "thumbs_up" : "thumbs_down"));
        await AssertVoteAsync(world, "thumbs_down");
    }

    [Fact]
    public async Task SignalsOverTheMaximum_AreQuarantinedByName()
    {
        var world = await WorldAsync();
        await world.SendAsync(Event("a"));
        var id = await world.QueryAsync(db => db.Interactions.Select(i => i.Id).SingleAsync());
        await using (var db = world.Database.CreateContext())
        {
            await db.Database.OpenConnectionAsync();
            await world
                .Get<Data.Providers.IProviderStatements>()
                .BulkLoadAsync(
                    db,
                    [
                        .. Enumerable
                            .Range(0, 9_999)
                            .Select(n => new Signal
                            {
                                InteractionId = id,
                                SignalKey = $"s{n}",
                                Type = "system",
                                Name = "n",
                            }),
                    ],
                    default
                );
        }

        var told = await world.SendAsync(Vote("thumbs_up", id: "one"), Vote("thumbs_up", id: "two"), Vote("thumbs_down", id: "one"));
        Assert.Equal((2, 1, 1), (told.Joined, told.Changed, told.QuarantinedCount));
        Assert.Equal("too_many_signals", Assert.Single(told.Quarantined).Reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture is not null)
            await fixture.DisposeAsync();
    }
}
